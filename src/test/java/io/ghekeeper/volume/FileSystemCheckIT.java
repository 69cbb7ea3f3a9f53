package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemCheckIT {
    @TempDir
    private Path folder;

    private Path volume;
    private Path other;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(Mount.possible());
        volume = Files.createDirectory(folder.resolve("volume"));
        other = Files.createDirectory(folder.resolve("other"));
    }

    @Test
    void twoFileSystemsAreRefusedAndBothMountsAreNamed() throws IOException {
        try (Mount mount = Mount.memory(volume, "size=1m")) {
            assertThat(mount).isNotNull();
            Files.createDirectory(volume.resolve("data"));

            refused(volume.resolve("data"), other.resolve("state"));
            refused(volume.resolve("data"), Files.createDirectory(other.resolve("state")));
            refused(other.resolve("data"), volume.resolve("state"));
        }
    }

    @Test
    void whatIsNotThereYetIsJudgedByItsNearestParent() throws IOException {
        try (Mount mount = Mount.memory(volume, "size=1m")) {
            assertThat(mount).isNotNull();
            assertThat(new FileSystemCheck(volume.resolve("data"), volume.resolve("state")).require())
                    .contains("one file system");
            refused(volume.resolve("a/b/data"), other.resolve("c/d/state"));
        }
    }

    @Test
    void aBindMountOfTheSameFileSystemIsFine() throws IOException {
        Path bound = Files.createDirectory(folder.resolve("bound"));
        Tool.run("mount", "--bind", other.toString(), bound.toString());
        try {
            assertThat(new FileSystemCheck(volume.resolve("data"), bound.resolve("state")).require())
                    .contains("one file system");
        } finally {
            Tool.run("umount", bound.toString());
        }
    }

    @Test
    void aLinkIsFollowedWhetherOrNotItsTargetIsThere() throws IOException {
        try (Mount mount = Mount.memory(volume, "size=1m")) {
            assertThat(mount).isNotNull();
            Path state = Files.createSymbolicLink(volume.resolve("state"), other.resolve("not-there-yet"));

            refused(volume.resolve("data"), state);
            refused(volume.resolve("data"), state.resolve("below"));
        }
    }

    private static void refused(Path data, Path state) {
        assertThatThrownBy(() -> new FileSystemCheck(data, state).require())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
                    assertThat(failure).hasMessageContaining(data.toString()).hasMessageContaining(state.toString());
                    assertThat(failure.getMessage().split("mounted at ", -1)).hasSize(3);
                    assertThat(failure.hint())
                            .contains(VolumeSettings.stateBeside(data).toString());
                });
    }
}
