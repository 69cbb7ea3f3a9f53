package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreDiagnosisTest {
    private static final String PAGES = "2026-11-21T12:23:29Z  INFO  Restoring Pages ...";

    private final Rooms rooms = new Rooms();
    private final RestoreOutput output = new RestoreOutput("h", false, step -> {});

    private Failure after(int exitStatus) {
        return diagnosis().of(exitStatus);
    }

    private RestoreDiagnosis diagnosis() {
        DiskFull room = new DiskFull(Path.of("/data/snapshots"), Optional.empty(), Path.of("/tmp"), rooms::get);
        return new RestoreDiagnosis("RUN", output, room, false, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-21T12:23:29Z  ERROR  Error: h:122 must be put in maintenance mode before restoring. Aborting."
                        + "|TARGET_NOT_IN_MAINTENANCE",
                "Error: high availability replica detected.|TARGET_REPLICATES",
                "2026-11-21T12:23:29Z  ERROR  Error: Restoring to an appliance with replication enabled is not supported."
                        + " Please teardown replication before restoring.|TARGET_REPLICATES",
                "2026-11-21T12:23:29Z  ERROR  Restoring a backup with Actions disabled onto an appliance with Actions"
                        + " enabled is not supported.|TARGET_UNFIT",
                "2026-11-21T12:23:29Z  ERROR  h must have GitHub Actions enabled before restoring since the snapshot"
                        + " contains Actions data. Aborting.|TARGET_UNFIT",
                "2026-11-21T12:23:29Z  ERROR  h has Actions Cache service enabled but no Actions Cache data is present in"
                        + " snapshot to restore. Aborting|TARGET_UNFIT",
                "2026-11-21T12:23:29Z  ERROR  Error: Snapshot from a GitHub Enterprise cluster cannot be restored to a"
                        + " standalone appliance. Aborting.|TARGET_UNFIT",
                "2026-11-21T12:23:29Z  ERROR  Restoring the settings of a snapshot from an appliance using the bundled"
                        + " MySQL service to an appliance using an externally-managed MySQL service is not supported."
                        + " Please reconfigure the appliance first.|TARGET_UNFIT",
                "2026-11-21T12:23:29Z  ERROR  Error: Snapshot '20261120T031700' doesn't exist.|SNAPSHOT_UNKNOWN",
                "'  Error: A backup of h may still be running on PID 7.'|ENGINE_ACTIVE",
                "Error: ssh connection with 'h' failed|APPLIANCE_UNREACHABLE",
                "Error: unsupported release of GitHub Enterprise Server detected.|APPLIANCE_TOO_OLD",
                "Error: failed to parse version on 'h' or this isn't a GitHub appliance.|NOT_AN_APPLIANCE",
                "backup-utils 3.14.0 or greater is required!|ENGINE_UNFIT",
                "something else failed|RESTORE_FAILED"
            })
    void whatTheToolRefusesBeforeItBeginsIsNamed(String line, FailureKind kind) {
        output.line("an error before it that says little");
        output.line(line);
        output.line("and one behind it: error");

        assertThat(after(1).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error: high availability replica detected.",
                "Error: unsupported release of GitHub Enterprise Server detected.",
                "Error: A backup of h may still be running on PID 7.",
                "2026-11-21T12:23:29Z  ERROR  To restore from a binary backup, you have to set ghe-config"
            })
    void whatOnlyTheBeginningRefusesIsAStepsOwnLineLater(String line) {
        output.line(PAGES);
        output.line(line);

        assertThat(after(1).kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    }

    @Test
    void aSnapshotThatTheDatabaseStepRefusesDoesNotFit() {
        output.line(
                "2026-11-21T12:23:29Z  INFO  Restoring MySQL database from binary backup snapshot on an appliance ...");
        output.line(
                "2026-11-21T12:23:30Z  ERROR  To restore from a binary backup, you have to set ghe-config x to true");

        assertThat(after(2).kind()).isEqualTo(FailureKind.TARGET_UNFIT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh: connect to host h port 122: Connection refused|APPLIANCE_UNREACHABLE",
                "admin@h: Permission denied (publickey).|KEY_REFUSED",
                "Host key verification failed.|HOST_KEY_UNKNOWN",
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @|HOST_KEY_CHANGED",
                "Timeout, server h not responding.|CONNECTION_LOST"
            })
    void whatSshSaysOfTheConnectionIsBelievedOfSshAlone(String line, FailureKind kind) {
        output.line(line);
        assertThat(after(255).kind()).as("any program's").isEqualTo(FailureKind.RESTORE_FAILED);

        output.ssh(line);
        assertThat(after(255).kind()).as("ssh's own").isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsync: [receiver] write failed on \"/data/user/x\": No space left on device (28)",
                "rsync: [receiver] write failed on \"/data/user/x\": Disk quota exceeded (122)",
                "rsync: [generator] recv_generator: mkdir \"/data/user/pages/x\" failed: No space left on device (28)",
                "ERROR 3 (HY000) at line 1: Error writing file '/tmp/MLx' (OS errno 28 - No space left on device)",
                "gunzip: stdout: No space left on device"
            })
    void aFullDiskThatIsNoneOfOursIsTheTargets(String line) {
        output.line(PAGES);
        output.line(line);
        output.line("rsync: [sender] write error: Broken pipe (32)");
        output.line("rsync error: error in file IO (code 11) at receiver.c(381) [receiver=3.5.0]");

        assertThat(after(11).kind()).isEqualTo(FailureKind.TARGET_FULL);
    }

    @Test
    void ourOwnFullVolumeIsMeasuredAndNamed() {
        rooms.full("/data/snapshots");
        output.line(PAGES);
        output.line("/opt/b/share/github-backup-utils/bm.sh: line 60: echo: write error: No space left on device");

        assertThat(after(1).kind()).isEqualTo(FailureKind.VOLUME_FULL);
    }

    @Test
    void ourOwnFullTemporaryDirectoryIsMeasuredAndNamed() {
        rooms.full("/tmp");
        output.line(PAGES);
        output.line("mktemp: failed to create directory via template: No space left on device");

        assertThat(after(1).kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(after(1)).hasMessageContaining("the temporary directory is full");
    }

    @Test
    void theNameOfAFileIsNoFullDisk() {
        output.line(PAGES);
        output.line("4/c8/1e/72/1/gunzip: stdout: No space left on device");
        output.line(
                "rsync: [generator] delete_file: unlink(No space left on device) failed: Operation not permitted (1)");

        assertThat(after(23).kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    }

    @Test
    void whatFollowsFromALostConnectionCountsWhereNothingElseExplainsIt() {
        output.line(PAGES);
        output.line("rsync: connection unexpectedly closed (0 bytes received so far) [sender]");
        output.line("rsync error: error in rsync protocol data stream (code 12) at io.c(285) [sender=3.5.0]");
        assertThat(after(12).kind()).isEqualTo(FailureKind.CONNECTION_LOST);

        output.line("sudo: a password is required: error");
        assertThat(after(12).kind()).isEqualTo(FailureKind.RESTORE_FAILED);
        assertThat(after(12)).hasMessageContaining("sudo: a password is required");
    }

    @Test
    void namesTheExitStatusAndTheStepInProgress() {
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
    void whatSshSaidEarlierExplainsAStepThatSaysNothing() {
        output.ssh("admin@h: Permission denied (publickey).");
        for (int i = 0; i < 10; i++) {
            output.look();
        }
        output.line(PAGES);
        assertThat(after(255).kind()).isEqualTo(FailureKind.KEY_REFUSED);

        output.line("something failed");
        assertThat(after(1).kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    }

    @Test
    void aTargetThatWentAwayInTheMiddleWasLost() {
        output.line(PAGES);
        output.ssh("ssh: connect to host h port 122: Connection refused");

        assertThat(after(255).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void aChangedHostKeyIsNotCalledUnknown() {
        output.ssh("Host key verification failed.");
        output.ssh("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @");

        assertThat(after(255).kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    @Test
    void successWithoutTheFinishedLineIsUnproven() {
        output.line(PAGES);

        Failure failure = diagnosis().unproven("h");
        assertThat(failure.kind()).isEqualTo(FailureKind.RESTORE_UNPROVEN);
        assertThat(failure)
                .hasMessage("ghe-restore ended with 0 but never said that the restore of h finished; it was at Pages");
    }
}
