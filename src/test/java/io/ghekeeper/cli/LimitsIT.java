package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.RealSshd;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Retries, and the ends that a run is brought to. */
@Order(4)
class LimitsIT extends OneDeployment {
    /** Before who says nothing is given up, which takes 15 s or more. */
    private static final Duration SOON = Duration.ofSeconds(12);

    @Test
    void aLostConnectionIsTriedAgain() {
        deployment.limit("retries: 2, retry-delay: 1s");
        deployment.configure("");
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 3_000_000);
        deployment.appliance().dropConnectionsAfterBytes(1_500_000);

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(newest().last(RunEvent.AttemptFailed.class).orElseThrow().details())
                .containsEntry("attempt", "1")
                .containsEntry("code", "connection-lost");
        assertThat(newest().events())
                .filteredOn(event -> event.what().name().equals("attempt failed"))
                .hasSize(1);
        assertThat(newest().isGood()).isTrue();
    }

    @Test
    void aStepThatFailsByItselfIsNotTriedAgain() throws IOException {
        deployment.limit("retries: 2, retry-delay: 100ms");
        deployment.configure("");
        Files.move(
                deployment.appliance().files().at("/data/user/pages"),
                deployment.appliance().files().at("/data/user/pages.off"));

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.err()).isEqualTo(54);
        assertThat(backup.err())
                .contains("ERROR [engine-steps-failed]: these steps failed: pages (rsync: [sender] change_dir ")
                .contains("/data/user/pages\" failed: No such file or directory (2))");
        assertThat(newest().last(RunEvent.AttemptFailed.class)).isEmpty();
    }

    @Test
    void anApplianceThatStaysAwayIsTriedAsOftenAsConfiguredAndNoMore() {
        deployment.limit("retries: 2, retry-delay: 100ms");
        deployment.configure("");
        deployment.appliance().close();

        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).isEqualTo(40);
        assertThat(backup.err())
                .contains("attempt 1 of 3 failed", "attempt 2 of 3 failed")
                .doesNotContain("attempt 3 of 3");
    }

    /** Of a hole, which takes no room; a reader that follows the log would need minutes for it. */
    @Test
    void anEngineThatPrintsWithoutEndIsEndedAndItsLogIsCut() throws Exception {
        deployment.useQuickEngine();
        deployment.hold();
        deployment.configure("");
        Process backup = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));

        Path output = HandMade.journal(deployment).output(newest().id());
        long tooMuch = Files.getFileStore(folder).getTotalSpace() / 20 + (2L << 30);
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw")) {
            file.setLength(tooMuch);
        }

        assertThat(backup.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(backup.exitValue()).isEqualTo(75);
        assertThat(Files.size(output)).isBetween(1L << 20, 2L << 20);
        assertThat(Files.readString(output))
                .contains(
                        "KEEPER  backup begins", "KEEPER  failed: the run was ended because it had printed more than ");
    }

    @Test
    void aRefusedKeyIsNeverTriedAgain() {
        deployment.limit("retries: 2, retry-delay: 100ms");
        deployment.configure("");
        deployment.appliance().refuseAll();

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).isEqualTo(43);
        assertThat(newest().last(RunEvent.AttemptFailed.class)).isEmpty();
        assertThat(deployment.appliance().connections()).isEqualTo(1);
    }

    @Test
    void aRunBeyondItsTimeIsEndedTreeAndAll() {
        deployment.limit("retries: 2, retry-delay: 100ms, time-limit: 6s");
        deployment.configure(StandInEngine.hangStubbornly("repositories"));

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).isEqualTo(70);
        assertThat(backup.err()).contains("ended after 6 s, its time limit");
        assertThatNothingIsAlive();
    }

    @Test
    void aSilentRunIsEndedTreeAndAll() {
        deployment.limit("retries: 2, retry-delay: 100ms, silence-limit: 2s");
        deployment.useQuickEngine();
        deployment.hold();
        deployment.configure("");

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).isEqualTo(71);
        assertThat(backup.err()).contains("2 s in which it said nothing and received nothing");
        assertThatNothingIsAlive();
    }

    @Test
    void aTransferThatSaysNothingButReceivesIsNotSilent() {
        deployment.limit("silence-limit: 3s");
        deployment.configure(StandInEngine.slow("pages"));
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 600_000);

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(newest().duration().orElseThrow()).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void aFrozenApplianceEndsByTheSilenceLimit() throws Exception {
        Assumptions.assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(deployment.appliance().files())) {
            deployment.reach(sshd);
            deployment.limit("silence-limit: 5s");
            deployment.configure(StandInEngine.slow("pages"));
            deployment.appliance().files().addBigFile("/data/user/pages/1/large", 4_000_000);
            Process keeper = deployment.start(log, "backup");
            Awaitility.await().until(() -> Files.readString(log).contains("GitHub Pages"));

            sshd.freeze();

            assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(71);
            assertThatNothingIsAlive();
            sshd.thaw();
        }
    }

    @Test
    void aRequestToCancelEndsTheRunAndTheKeeperLives() throws Exception {
        deployment.useQuickEngine();
        deployment.hold();
        deployment.configure("", "[\"*/3 * * * * *\"]");
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));
        Run run = journal().newest(20).readable().stream()
                .filter(Run::isOpen)
                .findFirst()
                .orElseThrow();

        journal().requestCancel(run.id());

        Awaitility.await().until(() -> !journal().find(run.id()).isOpen());
        Run.End end = journal().find(run.id()).end().orElseThrow();
        assertThat(end.outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(end.reason().orElseThrow().code()).isEqualTo("run-cancelled");
        assertThat(new RunProcesses(new ProcessTable()).alive(run.id())).isEmpty();
        assertThat(supervisor.isAlive()).isTrue();
    }

    @Test
    void aSignalEndsTheWaitForTheNextTry() throws Exception {
        deployment.limit("retries: 2, retry-delay: 6h");
        deployment.configure("");
        deployment.appliance().close();
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("attempt 1 of 3 failed"));

        keeper.destroy();

        assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(keeper.exitValue()).isEqualTo(143);
        assertThat(newest().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(Typed.at(deployment, "runs", "--json").out()).containsPattern("\"attempts\" ?: ?1,");
    }

    @Test
    void anApplianceThatSaysNothingHoldsNoTimeLimit() {
        deployment.limit("retries: 2, retry-delay: 100ms, time-limit: 2s");
        deployment.configure("");
        deployment.appliance().freeze();

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.err()).isEqualTo(70);
        assertEnded("run-overdue", Run.Outcome.FAILED, SOON);
    }

    @Test
    void aKmsThatSaysNothingHoldsNoTimeLimit() throws Exception {
        deployment.limit("retries: 2, retry-delay: 100ms, time-limit: 2s");
        deployment.configure("");
        Files.writeString(deployment.privateKey(), "aws:kms:c2VjcmV0");
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Deployment.Result backup = deployment.typeWith(
                    Map.of(
                            "GHE_KEEPER_KMS_ENDPOINT",
                            "http://127.0.0.1:" + silent.getLocalPort(),
                            "AWS_ACCESS_KEY_ID",
                            "some",
                            "AWS_SECRET_ACCESS_KEY",
                            "thing"),
                    "backup");

            assertThat(backup.status()).as(backup.err()).isEqualTo(70);
            assertEnded("run-overdue", Run.Outcome.FAILED, SOON);
        }
    }

    @Test
    void aSignalEndsARunWhoseApplianceSaysNothing() throws Exception {
        Process keeper = backUpFromAFrozenAppliance();

        keeper.destroy();

        assertThat(keeper.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).isEqualTo(143);
        assertEnded("run-interrupted", Run.Outcome.INTERRUPTED, TestTimeouts.LONG);
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    @Test
    void aCancelEndsARunWhoseApplianceSaysNothing() throws Exception {
        Process keeper = backUpFromAFrozenAppliance();

        journal().requestCancel(newest().id());

        assertThat(keeper.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertEnded("run-cancelled", Run.Outcome.INTERRUPTED, TestTimeouts.LONG);
    }

    /** The run is connected, and waits. */
    private Process backUpFromAFrozenAppliance() throws IOException {
        deployment.configure("");
        deployment.appliance().freeze();
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> deployment.appliance().connections() == 1);
        return keeper;
    }

    private void assertEnded(String code, Run.Outcome outcome, Duration within) {
        Run.End end = newest().end().orElseThrow();
        assertThat(end.reason().orElseThrow().code()).isEqualTo(code);
        assertThat(end.outcome()).isEqualTo(outcome);
        assertThat(newest().duration().orElseThrow()).isLessThan(within);
    }

    private Run newest() {
        return journal().newest(1).readable().get(0);
    }

    private Journal journal() {
        return new Journal(
                new JournalSettings(deployment.state(), 1000, Duration.ofDays(1)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
    }

    private void assertThatNothingIsAlive() {
        assertThat(new RunProcesses(new ProcessTable()).alive(journal()::knows)).isEmpty();
        assertThat(newest().isOpen()).isFalse();
    }
}
