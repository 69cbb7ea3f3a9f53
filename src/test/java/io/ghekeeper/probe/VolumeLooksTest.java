package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeLooksTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path folder;

    private OneVolume volume;

    @BeforeEach
    void make() throws IOException {
        volume = new OneVolume(folder);
    }

    @Test
    void lessRoomThanTheLastSnapshotsTookIsTooLittle() {
        volume.captured(NOW.minusSeconds(60), Map.of("new-bytes", Long.toString(1L << 59), "linked", "1"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).room()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
            assertThat(failure.getMessage())
                    .matches("\\d+\\.\\d .iB are left on /.*, the last snapshot took 512\\.0 PiB");
            assertThat(failure.hint()).contains("Enlarge the volume");
        });
    }

    @Test
    void fewerInodesThanTheLastSnapshotsTookAreTooFew() throws IOException {
        assumeThat(volume.volumeLooks(NOW).room().what()).doesNotContain("no limit of inodes");
        volume.captured(NOW.minusSeconds(60), Map.of("new-bytes", "1", "linked", "1", "new-inodes", "99999999999"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).room()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_OUT_OF_INODES);
            assertThat(failure.getMessage())
                    .matches("\\d+ inodes are left on /.*, the last snapshot took 99999999999 inodes");
        });
    }

    @Test
    void roomIsTold() {
        assertThat(volume.volumeLooks(NOW).room().what()).contains(" are free; a snapshot takes 16.0 MiB at least");
    }

    @Test
    void whatBackupUtilsWouldTakeForASnapshotIsDoubted() throws IOException {
        Files.createDirectory(volume.data().resolve("20261120T031700"));
        assertThat(volume.volumeLooks(NOW).strayNames().what()).isEqualTo("none");
        Files.createDirectory(volume.data().resolve("2fa-notes"));
        Files.createFile(volume.data().resolve("20261120T031701"));

        Found found = volume.volumeLooks(NOW).strayNames();

        assertThat(found.what()).endsWith("is no snapshot: 20261120T031701, 2fa-notes");
        assertThat(found.hint()).isPresent();
    }

    @Test
    void aVolumeWithoutADataDirectoryYetHasNoStrayNames() throws IOException {
        Files.delete(volume.data());

        assertThat(volume.volumeLooks(NOW).strayNames().what()).startsWith("none");

        Files.createSymbolicLink(volume.data(), folder.resolve("gone"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).strayNames()).hasMessageContaining("cannot list");
    }
}
