package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.EngineBench;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups beside what no backup made, on the stand-in and on backup-utils itself; three snapshots are kept. */
@ParameterizedClass
@EnumSource
@TakesTurns
@Order(5)
class HostileDataDirectoryIT {
    private static final List<String> OLD = List.of("20251101T000000", "20251102T000000", "20251103T000000");

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private Deployment deployment;
    private Path data;

    @BeforeEach
    void deploy() throws IOException {
        Path home = kind == EngineBench.Kind.STAND_IN ? null : EngineBench.backupUtils();
        deployment = Deployment.in(folder);
        deployment.sections("retention: {enabled: false}");
        if (home != null) {
            deployment.useBackupUtils(home, 100_000);
        }
        deployment.configure("");
        data = Files.createDirectories(deployment.data());
    }

    @AfterEach
    void remove() throws IOException {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void whatWouldMisleadPruningTurnsItOffAndIsNamed() throws IOException {
        backup();
        OLD.forEach(this::plant);
        for (String name : List.of("9\n9x", "9\n9xy", "9\n9xyy")) {
            Files.createDirectory(data.resolve(name));
        }
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(data.resolve("20240101T000000"), outside);
        List<String> before = names();

        String log = backup();

        assertThat(log)
                .contains("old snapshots are not pruned: ", "'9 9x' begins with a digit and is no snapshot")
                .contains("'20240101T000000' is a symbolic link");
        assertThat(names()).hasSize(before.size() + 1).containsAll(before);
        assertThat(outside).isEmptyDirectory();
        assertThat(data.resolve("current/repositories")).isNotEmptyDirectory();
        assertThat(Typed.at(deployment, "status").out()).contains("pruning", "(and 3 more): see ghe-keeper doctor");
    }

    /** One mount that is seen before pruning, and one file that no user can delete, not even root. */
    @Test
    void whatKeepsAnOldSnapshotIsNoFailureOfTheNewOne() throws IOException {
        assumeTrue(Mount.possible());
        backup();
        OLD.forEach(this::plant);
        Path point = Files.createDirectory(data.resolve(OLD.get(0)).resolve("mounted"));
        try (Mount mount = Mount.memory(point, "size=1m")) {
            Path precious = Files.writeString(point.resolve("precious"), "not ours");

            assertThat(backup()).contains("another file system is mounted at " + point);
            assertThat(precious).hasContent("not ours");
            assertThat(mount).isNotNull();
        }
        Path immutable = Files.writeString(data.resolve(OLD.get(2)).resolve("immutable"), "");
        makeImmutable(immutable, "+i");
        try {
            assertThat(backup())
                    .contains("the engine failed after snapshot ")
                    .contains("could not delete " + data.resolve(OLD.get(2)));
            // Nothing worse holds, and no backup has failed since.
            assertThat(Typed.at(deployment, "status").out())
                    .startsWith("STOPPED")
                    .doesNotContain("since then");
        } finally {
            makeImmutable(immutable, "-i");
        }
        assertThat(backup()).doesNotContain("could not delete");
        assertThat(data.resolve(OLD.get(2))).doesNotExist();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals("current"))
                    .toList();
        }
    }

    /** Takes one, and returns its log. */
    private String backup() throws IOException {
        OneDeployment.nextSecond();
        Deployment.Result backup = Typed.at(deployment, "backup");
        String id = HandMade.journal(deployment).ids().get(0);
        String log = Files.readString(HandMade.journal(deployment).output(id));
        assertThat(backup.status()).as(backup.err() + log).isZero();
        return log;
    }

    private void plant(String id) {
        try {
            WholeSnapshot.make(data, id, "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void makeImmutable(Path file, String flag) {
        try {
            Tool.run("chattr", flag, file.toString());
        } catch (IllegalStateException unsupported) {
            assumeTrue(false, "no immutable files on this file system");
        }
    }
}
