package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TestTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The installed command, as people and containers use it. */
@Tag("core")
class KeeperIT extends OneDeployment {

    @Test
    void aBackupByHandSaysItsSnapshotAndIsListed() throws Exception {
        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(backup.out()).containsPattern("snapshot \\d{8}T\\d{6} captured by run \\S+ in \\d+ s");
        assertThat(Typed.at(deployment, "runs").out()).contains("succeeded");
        assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    @Test
    void theSupervisorBacksUpOnItsScheduleAndEndsOnSigterm() throws Exception {
        deployment.useQuickEngine();
        deployment.configure("", "[\"*/4 * * * * *\"]");
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("captured snapshot"));

        supervisor.destroy();

        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(supervisor.exitValue()).isEqualTo(143);
        assertThat(Files.readString(log)).contains("stopped").doesNotContain("Exception");
        assertThat(Typed.at(deployment, "runs").out())
                .contains("schedule", "succeeded")
                .doesNotContain("running");
    }

    @Test
    void aTickDuringARunIsSkippedAndCountedAndSigtermEndsTheRunInProgress() throws Exception {
        deployment.useQuickEngine();
        deployment.hold();
        deployment.configure("", "[\"*/2 * * * * *\"]");
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await()
                .until(() -> Files.readString(log).contains("skipped")
                        && Files.readString(log).contains("Git repositories"));

        supervisor.destroy();

        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(Files.readString(log)).contains("interrupted: the run was ended by a signal", "stopped");
        String runs = Typed.at(deployment, "runs").out();
        assertThat(runs).contains("skipped", "interrupted").doesNotContain("running", "succeeded");
        assertThat(toolsAlive()).isZero();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    @Test
    void ofTwoKeepersAtOnceOneRunsAndTheOtherSaysSo() throws Exception {
        deployment.useQuickEngine();
        deployment.hold();
        deployment.configure("");
        Process first = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));

        Deployment.Result second = Typed.at(deployment, "backup");

        assertThat(second.status()).isEqualTo(50);
        assertThat(second.err()).contains("another run is in progress on this volume (pid " + javaOf(first));
        assertThat(Typed.at(deployment, "markers", "--clear").status()).isEqualTo(50);
        assertThat(deployment.data().resolve("in-progress")).exists();
        assertThat(first.isAlive()).isTrue();
        first.destroy();
        assertThat(first.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    @ResourceLock(Deployment.ENGINE_BY_HAND)
    void aBackupBegunByHandIsNeverHurt() throws Exception {
        Files.createDirectory(deployment.data());
        Process byHand = deployment.backUpByHand(folder.resolve("by-hand.log"), StandInEngine.hang("repositories"));
        Path marker = deployment.data().resolve("in-progress-backup");
        Awaitility.await().until(() -> Files.exists(marker));

        Deployment.Result backup = Typed.at(deployment, "backup");
        Deployment.Result clear = Typed.at(deployment, "markers", "--clear");

        assertThat(backup.status()).isEqualTo(51);
        assertThat(backup.err()).contains("not proven dead", "is alive", "pid ");
        assertThat(clear.status()).isEqualTo(57);
        assertThat(marker).exists();
        assertThat(deployment.data().resolve("in-progress")).exists();
        assertThat(byHand.isAlive()).isTrue();
        byHand.descendants().forEach(ProcessHandle::destroyForcibly);
        byHand.destroyForcibly().waitFor();

        assertThat(Typed.at(deployment, "backup").status()).isZero();
        assertThat(marker).doesNotExist();
    }

    @Test
    void whatASupervisorKilledWithSigkillLeftAliveIsEndedByTheNextOne() throws Exception {
        deployment.configure(StandInEngine.hang("repositories"), "[\"*/2 * * * * *\"]");
        Process killed = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));
        killed.destroyForcibly().waitFor();
        assertThat(toolsAlive()).isPositive();
        assertThat(Typed.at(deployment, "markers").out()).contains("alive", "a process of its run is alive");
        assertThat(Typed.at(deployment, "markers", "--clear").status()).isEqualTo(57);

        deployment.configure("", "[\"*/4 * * * * *\"]");
        Path next = folder.resolve("next.log");
        Process supervisor = deployment.start(next, "supervise");
        Awaitility.await().until(() -> Files.readString(next).contains("captured snapshot"));
        supervisor.destroy();
        supervisor.waitFor();

        assertThat(Files.readString(next)).contains("that a dead run left running", "is interrupted");
        assertThat(Typed.at(deployment, "runs").out())
                .contains("interrupted", "succeeded")
                .doesNotContain("running");
        assertThat(toolsAlive()).isZero();
    }

    /** The launcher becomes the Java process: its pid is the one that the lease names. */
    private static String javaOf(Process launched) {
        return Long.toString(launched.pid());
    }

    /** Processes of the engine in this deployment. */
    private long toolsAlive() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(deployment.engineHome().toString()))
                        .isPresent())
                .count();
    }
}
