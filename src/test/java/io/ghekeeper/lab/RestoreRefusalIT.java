package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When backup-utils refuses to restore, in which words, and what it leaves behind. The same tests run on the stand-in and
 * on the real one.
 */
@ParameterizedClass
@EnumSource
@TakesTurns
@Order(5)
class RestoreRefusalIT {
    private static final String FIRST = "20261120T031700";
    private static final String STATUS = "/data/user/common/ghe-restore-status";

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private EngineBench bench;

    @BeforeEach
    void backUp() {
        bench = new EngineBench(kind, folder);
        bench.backedUp(FIRST);
    }

    @AfterEach
    void stop() {
        // Absent where the engine is not at hand and the test was skipped.
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void configuredTargetThatIsNotInMaintenanceModeIsRefusedAndLeftAsFailed() throws IOException {
        bench.target().files().maintenance(false);

        assertRefused(1, "must be put in maintenance mode before restoring");
        assertThat(bench.target().files().at(STATUS)).hasContent("failed");
    }

    @Test
    void targetWithReplicationIsRefused() throws IOException {
        bench.target().files().addFile("/etc/github/repl-state", "primary");

        assertRefused(1, "with replication enabled is not supported");
        assertThat(bench.target().files().at(STATUS)).doesNotExist();
    }

    @Test
    void aTargetThatWantsANewerClientRefusesIt() throws IOException {
        bench.target().files().version("3.12.1");

        assertRefused(1, "backup-utils 3.12.0 or greater is required!");
        assertThat(bench.target().files().at(STATUS)).doesNotExist();
    }

    @Test
    void replicaIsRefused() throws IOException {
        bench.target().files().replica(true);
        assertRefused(1, "Error: high availability replica detected.");
    }

    @Test
    void targetWithActionsIsRefusedForASnapshotWithoutThem() throws IOException {
        bench.target().files().set("app.actions.enabled", "true");
        assertRefused(1, "Actions disabled onto an appliance with Actions enabled");
    }

    @Test
    void targetWithoutActionsIsRefusedForASnapshotWithThem() throws IOException {
        Files.createDirectory(bench.snapshot(FIRST).resolve("actions"));
        assertRefused(1, "must have GitHub Actions enabled before restoring");
    }

    @Test
    void targetWithAnExternalDatabaseIsRefusedForASnapshotWithout() throws IOException {
        bench.target().files().set("mysql.external.enabled", "true");
        assertRefused(1, "externally-managed MySQL service is not supported");
    }

    @Test
    void snapshotOfAClusterIsRefused() throws IOException {
        Files.writeString(bench.snapshot(FIRST).resolve("strategy"), "cluster\n");
        assertRefused(1, "cannot be restored to a standalone appliance");
    }

    @Test
    void absentSnapshotIsRefused() {
        EngineRun run = bench.restore("-f", "-s", "20261119T000000");

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains("Error: Snapshot '20261119T000000' doesn't exist.");
    }

    @Test
    void refusedKeyEndsItWithTheStatusOfSsh() throws IOException {
        bench.target().refuseAll();
        assertRefused(255, "Permission denied");
    }

    @Test
    void unknownHostKeyEndsItWithTheStatusOfSsh() throws IOException {
        bench.target();
        bench.knownHosts("");
        assertRefused(255, "Host key verification failed");
    }

    @Test
    void closedPortEndsItWithTheStatusOfSsh() throws IOException {
        bench.target().close();
        assertRefused(255, "Connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-progress-restore", "in-progress-backup"})
    void deadRunsMarkerRefusesItHoweverDead(String marker) throws IOException {
        bench.marker(marker, "1795221997 " + deadPid());
        EngineRun run = bench.restore("-f", "-s", FIRST);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains("may still be running on PID");
        assertThat(bench.markers()).containsExactly(marker);
    }

    @Test
    void deadBackupsFirstMarkerIsNotLookedAt() throws IOException {
        bench.marker("in-progress", FIRST + " " + deadPid());

        assertThat(bench.restore("-f", "-s", FIRST).exitStatus()).isZero();
        assertThat(bench.markers()).containsExactly("in-progress");
    }

    /** Refused before its first step: the target's data as they were, no marker. */
    private void assertRefused(int exitStatus, String complaint) throws IOException {
        bench.target().files().addFile("/data/user/redis/dump.rdb", "untouched");
        EngineRun run = bench.restore("-f", "-s", FIRST);

        assertThat(run.exitStatus()).isEqualTo(exitStatus);
        assertThat(run.output() + run.complaints()).contains(complaint).doesNotContain("Restoring secrets");
        assertThat(bench.target().files().at("/data/user/redis/dump.rdb")).hasContent("untouched");
        assertThat(bench.markers()).isEmpty();
    }

    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        Awaitility.await().until(() -> !process.isAlive());
        return process.pid();
    }
}
