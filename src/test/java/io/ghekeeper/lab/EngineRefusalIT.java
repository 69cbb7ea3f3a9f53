package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When backup-utils refuses to begin, in which words, and what it leaves behind. The same tests run on the stand-in and
 * on the real one.
 */
@ParameterizedClass
@EnumSource
@TakesTurns
class EngineRefusalIT {
    private static final String FIRST = "20261120T031700";

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private EngineBench bench;

    @BeforeEach
    void start() {
        bench = new EngineBench(kind, folder);
    }

    @AfterEach
    void stop() {
        // Absent where the engine is not at hand and the test was skipped.
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void refusedKeyEndsItBeforeTheMarkers() throws IOException {
        bench.appliance().refuseAll();
        assertRefused("Permission denied");
    }

    @Test
    void unknownHostKeyIsRefused() throws IOException {
        bench.knownHosts("");
        assertRefused("Host key verification failed");
    }

    @Test
    void changedHostKeyIsRefused() throws IOException {
        bench.appliance().changeHostKey();
        assertRefused("REMOTE HOST IDENTIFICATION HAS CHANGED");
    }

    @Test
    void closedPortIsNamed() throws IOException {
        bench.appliance().close();
        assertRefused("Connection refused");
    }

    @Test
    void replicaIsRefused() throws IOException {
        bench.appliance().files().replica(true);
        assertRefused("Error: high availability replica detected.");
    }

    @Test
    void tooOldApplianceIsRefused() throws IOException {
        bench.appliance().files().version("3.8.9");
        assertRefused("Error: unsupported release of GitHub Enterprise Server detected.");
    }

    @Test
    void anApplianceThatWantsANewerClientRefusesIt() throws IOException {
        bench.appliance().files().version("3.12.1");
        assertRefused("backup-utils 3.12.0 or greater is required!");
    }

    /** Then a reader of its output learns nothing. */
    @Test
    void aRefusalWithAnotherStatusIsNotHandedOn() throws IOException {
        bench.appliance().files().version("3.12.1");
        bench.appliance().files().refusal(3, "", "too old\n");
        assertRefused("");
        assertThat(bench.backup(FIRST).complaints()).doesNotContain("too old");
    }

    @Test
    void hostThatIsNoApplianceIsRefused() throws IOException {
        bench.appliance().files().notAnAppliance();
        assertRefused("");
    }

    @Test
    void liveBackupIsNotDisturbedButLosesItsSecondMarker() throws IOException {
        String living = "20261120T000000 " + ProcessHandle.current().pid();
        bench.marker("in-progress", living);
        bench.marker("in-progress-backup", living);
        EngineRun run = bench.backup(FIRST);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints())
                .contains(
                        "may still be running on PID " + ProcessHandle.current().pid());
        assertThat(bench.data().resolve("in-progress")).hasContent(living + "\n");
        assertThat(bench.data().resolve("in-progress-backup")).doesNotExist();
        assertThat(EngineBench.list(bench.snapshot(FIRST))).containsExactly("incomplete");
    }

    @Test
    void deadBackupsFirstMarkerIsReplaced() throws IOException {
        bench.marker("in-progress", "20261120T000000 " + deadPid());

        assertThat(bench.backup(FIRST).exitStatus()).isZero();
        assertThat(bench.markers()).isEmpty();
    }

    @Test
    void restoreMarkerRefusesTheBackupHoweverDead() throws IOException {
        bench.marker("in-progress-restore", "1795221997 " + deadPid());
        EngineRun run = bench.backup(FIRST);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains("  Error: A restore of 127.0.0.1 may still be running on PID");
        assertThat(bench.markers()).containsExactly("in-progress-restore");
    }

    /** Refused before anything began: status 1, a folder with nothing in it, no markers. */
    private void assertRefused(String complaint) throws IOException {
        EngineRun run = bench.backup(FIRST);
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains(complaint).contains("Call bm_start first");
        assertThat(EngineBench.list(bench.snapshot(FIRST))).containsExactly("incomplete");
        assertThat(bench.data().resolve("current")).doesNotExist();
        assertThat(bench.markers()).isEmpty();
    }

    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        Awaitility.await().until(() -> !process.isAlive());
        return process.pid();
    }
}
