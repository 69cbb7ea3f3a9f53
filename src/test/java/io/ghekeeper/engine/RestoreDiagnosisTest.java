package io.ghekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreDiagnosisTest {
    private static final String PAGES = "2026-11-21T12:23:29Z  INFO  Restoring Pages ...";

    private final RestoreOutput output = new RestoreOutput("h", false, step -> {});

    private Failure after(int exitStatus) {
        return new RestoreDiagnosis("RUN", output).of(exitStatus);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Z  ERROR  Error: h:122 must be put in maintenance mode before restoring. Aborting."
                        + "|TARGET_NOT_IN_MAINTENANCE",
                "Error: high availability replica detected.|TARGET_REPLICATES",
                "Error: Restoring to an appliance with replication enabled is not supported.|TARGET_REPLICATES",
                "ERROR  Restoring a backup with Actions disabled onto an appliance with Actions enabled is not supported."
                        + "|TARGET_UNFIT",
                "ERROR  h must have GitHub Actions enabled before restoring since the snapshot contains Actions data."
                        + "|TARGET_UNFIT",
                "ERROR  h has Actions Cache service enabled but no Actions Cache data is present|TARGET_UNFIT",
                "Error: Snapshot from a GitHub Enterprise cluster cannot be restored to a standalone appliance."
                        + "|TARGET_UNFIT",
                "ERROR  Restoring the settings of a snapshot from an appliance using the bundled MySQL service to an"
                        + " appliance using an externally-managed MySQL service is not supported.|TARGET_UNFIT",
                "ERROR  To restore from a binary backup, you have to set ghe-config|TARGET_UNFIT",
                "ERROR  Error: Snapshot '20261120T031700' doesn't exist.|SNAPSHOT_UNKNOWN",
                "  Error: A backup of h may still be running on PID 7.|ENGINE_ACTIVE",
                "ssh: connect to host h port 122: Connection refused|APPLIANCE_UNREACHABLE",
                "admin@h: Permission denied (publickey).|KEY_REFUSED",
                "Host key verification failed.|HOST_KEY_UNKNOWN",
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @|HOST_KEY_CHANGED",
                "Error: unsupported release of GitHub Enterprise Server detected.|APPLIANCE_TOO_OLD",
                "Timeout, server h not responding.|CONNECTION_LOST",
                "rsync: [receiver] write failed on \"/data/user/x\": No space left on device (28)|TARGET_FULL",
                "/opt/b/share/github-backup-utils/bm.sh: line 60: echo: write error: No space left on device"
                        + "|VOLUME_FULL",
                "backup-utils 3.14.0 or greater is required!|ENGINE_UNFIT",
                "something else failed|RESTORE_FAILED"
            })
    void findsTheReasonThatAPersonCanActOn(String line, FailureKind kind) {
        output.line("an error before it that says little");
        output.line(line);
        output.line("and one behind it: error");

        assertThat(after(1).kind()).isEqualTo(kind);
    }

    @Test
    void namesTheExitStatusAndTheStepAtWork() {
        output.line(PAGES);
        output.line("something failed");

        assertThat(after(23)).hasMessage("ghe-restore ended with 23 at Pages (something failed)");
    }

    @Test
    void saysThatTheTargetIsHalfRestoredOnlyOnceAStepHasBegun() {
        output.line("something failed");
        assertThat(after(1)).hasMessage("ghe-restore ended with 1 before its first step (something failed)");
        assertThat(after(1).hint())
                .isEqualTo("Read ghe-keeper logs RUN and put right what it names, then repeat it with:"
                        + " ghe-keeper restore --again RUN.");

        output.line(PAGES);
        assertThat(after(1).hint()).endsWith("ghe-keeper restore --again RUN; until then the target is half restored.");
    }

    @Test
    void whatAnEarlierStepComplainedOfIsNotTheReason() {
        output.line("rsync: connection unexpectedly closed (0 bytes received so far) [sender]");
        output.line(PAGES);
        output.line("rsync: [receiver] write failed on \"/data/user/x\": No space left on device (28)");

        assertThat(after(11).kind()).isEqualTo(FailureKind.TARGET_FULL);
    }

    @Test
    void fallsBackToEarlierComplaintsWhereTheStepHasNone() {
        output.line("admin@h: Permission denied (publickey).");
        output.line(PAGES);

        assertThat(after(255).kind()).isEqualTo(FailureKind.KEY_REFUSED);
    }

    @Test
    void aTargetThatWentAwayInTheMiddleWasLost() {
        output.line(PAGES);
        output.line("ssh: connect to host h port 122: Connection refused");

        assertThat(after(255).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void aChangedHostKeyIsNotCalledUnknown() {
        output.line("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @");
        output.line("Host key verification failed.");

        assertThat(after(255).kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    @Test
    void successWithoutTheFinishedLineIsUnproven() {
        output.line(PAGES);

        Failure failure = new RestoreDiagnosis("RUN", output).unproven("h");
        assertThat(failure.kind()).isEqualTo(FailureKind.RESTORE_UNPROVEN);
        assertThat(failure)
                .hasMessage("ghe-restore ended with 0 but never said that the restore of h finished; it was at Pages");
    }
}
