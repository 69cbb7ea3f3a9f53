package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who said it decides the kind. The lines are those of OpenSSH 9.2, rsync 3.5 and 3.2, and backup-utils 3.12. */
class DiagnosisTest {
    private static final String CODE_23 = "rsync error: some files/attrs were not transferred (see previous errors)"
            + " (code 23) at main.c(1956) [Receiver=3.5.0]";
    private static final String CODE_12 =
            "rsync error: error in rsync protocol data stream (code 12) at io.c(285) [Receiver=3.5.0]";
    private static final String CLOSED = "rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]";

    private final Rooms rooms = new Rooms();
    private BackupOutput output = new BackupOutput("h", false, step -> {});

    private Failure failure(int exitStatus) {
        Path data = Path.of("/data/snapshots");
        DiskFull room = new DiskFull(data, Optional.of(data), Path.of("/tmp"), rooms::get);
        return new Diagnosis(output, room, true).of(exitStatus);
    }

    private FailureKind kind() {
        return failure(1).kind();
    }

    private void begin(String title) {
        output.line("2026-11-21T00:25:48Z  INFO  Backing up " + title + " ...");
    }

    /** Some looks later, so that what was said before belongs to no later step. */
    private void later() {
        for (int i = 0; i < 3; i++) {
            output.look();
        }
    }

    private void end(String failedSteps) {
        output.line("2026-11-21T00:25:58Z  INFO  Skipping pruning snapshots, since some backups failed...");
        output.line(
                "2026-11-21T00:26:00Z  ERROR  Error: Snapshot incomplete. Some steps failed: " + failedSteps + ". ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh: connect to host h port 122: Connection refused|APPLIANCE_UNREACHABLE",
                "ssh: connect to host h port 122: No route to host|APPLIANCE_UNREACHABLE",
                "ssh: Could not resolve hostname h: Name or service not known|APPLIANCE_UNREACHABLE",
                "kex_exchange_identification: read: Connection reset by peer|APPLIANCE_UNREACHABLE",
                "kex_exchange_identification: Connection closed by remote host|APPLIANCE_UNREACHABLE",
                "Connection reset by 10.0.0.1 port 122|APPLIANCE_UNREACHABLE",
                "Connection timed out during banner exchange|APPLIANCE_UNREACHABLE",
                "Connection to 10.0.0.1 port 122 timed out|APPLIANCE_UNREACHABLE",
                "admin@h: Permission denied (publickey).|KEY_REFUSED",
                "admin@h: Permission denied (keyboard-interactive,publickey).|KEY_REFUSED",
                "Received disconnect from 10.0.0.1 port 122:2: Too many authentication failures|KEY_REFUSED",
                "Host key verification failed.|HOST_KEY_UNKNOWN",
                "No ED25519 host key is known for h and you have requested strict checking.|HOST_KEY_UNKNOWN",
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @|HOST_KEY_CHANGED",
                "@       WARNING: REVOKED HOST KEY DETECTED!               @|HOST_KEY_CHANGED",
                "Timeout, server h not responding.|CONNECTION_LOST",
                "client_loop: send disconnect: Broken pipe|CONNECTION_LOST",
                "Connection to h closed by remote host.|CONNECTION_LOST"
            })
    void whatSshSaysOfTheConnectionIsBelievedOfSshAlone(String line, FailureKind kind) {
        output.line("x: " + line);
        output.line("an error beside it");
        output.line(line);
        assertThat(kind()).as("any program's").isEqualTo(FailureKind.ENGINE_FAILED);

        output.ssh(line);
        assertThat(kind()).as("ssh's own").isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "There is not enough disk space for the backup. Please allocate more space and continue.|VOLUME_FULL",
                "Error: unsupported release of GitHub Enterprise Server detected.|APPLIANCE_TOO_OLD",
                "Error: high availability replica detected.|APPLIANCE_IS_REPLICA",
                "Error: couldn't read GitHub Enterprise Server fingerprint on 'h' or this isn't a GitHub appliance."
                        + "|NOT_AN_APPLIANCE",
                "Error: ssh connection with 'h' failed|APPLIANCE_UNREACHABLE",
                "'  Error: A restore of h may still be running on PID 7.'|ENGINE_ACTIVE",
                "'2026-11-21T00:25:48Z  ERROR  Error: A backup of h may still be running on PID 7. '|ENGINE_ACTIVE",
                "backup-utils 3.14.0 or greater is required!|ENGINE_UNFIT",
                "Error: backup-utils v3.11.0 is no longer supported.|ENGINE_UNFIT",
                "GitHub Enterprise Server 3.14.2 requires backup-utils 3.14.0|ENGINE_UNFIT",
                "2026-11-21T00:25:48Z  WARN  error: h requires backup-utils 3.14.0|ENGINE_FAILED",
                "Error: backup-utils 3.11.0|ENGINE_FAILED",
                "something else failed|ENGINE_FAILED"
            })
    void whatTheToolRefusesBeforeItBeginsIsNamed(String line, FailureKind kind) {
        output.line("an error before it that says little");
        output.line(line);
        output.line("and one behind it: error");
        assertThat(kind()).isEqualTo(kind);

        output = new BackupOutput("h", false, step -> {});
        begin("GitHub Pages artifacts");
        output.line(line);
        end(", pages");
        assertThat(kind()).as("later, it is any program's").isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsync: [sender] send_files failed to open \"/data/user/pages/x\": Permission denied (13)",
                "rsync: [sender] change_dir \"/data/user/pages\" failed: No such file or directory (2)",
                "rsync: send_files failed to open \"/data/user/pages/x\": Permission denied (13)"
            })
    void aFileThatCannotBeReadIsTheStepsOwnFailure(String line) {
        begin("GitHub Pages artifacts");
        output.line("receiving incremental file list");
        output.line(line);
        output.line("");
        output.line("sent 8 bytes  received 8 bytes  10.67 bytes/sec");
        output.line("total size is 0  speedup is 0.00");
        output.line(CODE_23);
        output.line("rsync: [Receiver] write error: Broken pipe (32)");
        begin("storage data");
        end(", pages");

        assertThat(failure(1)).hasMessage("these steps failed: pages (" + line + ")");
        assertThat(kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(kind().canPass()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld.sock' (111)",
                "ERROR 2003 (HY000): Can't connect to MySQL server on 'db' (111): Connection refused",
                "Could not connect to Redis at localhost:6379: Connection refused",
                "curl: (7) Failed to connect to localhost port 9201 after 0 ms: Connection refused",
                "sudo: unable to execute /usr/bin/rsync: Permission denied",
                "ssh: connect to host replica port 122: Connection refused",
                "admin@replica: Permission denied (publickey).",
                "Host key verification failed.",
                "fatal: the remote end: Connection closed by remote host: error",
                "mysqldump: Lost connection to MySQL server during query: error"
            })
    void whatAProgramOnTheApplianceSaysIsTheStepsOwnFailure(String line) {
        begin("MySQL database using logical backup strategy");
        output.line("mysqldump: [Warning] Using a password on the command line interface can be insecure.");
        output.line(line);
        output.line("cat: write error: Broken pipe");
        begin("Redis database");
        end(", mysql");

        assertThat(failure(1)).hasMessage("these steps failed: mysql (" + line + ")");
        assertThat(kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4/c8/1e/72/1/x: Permission denied (publickey).",
                "4/c8/1e/72/1/Host key verification failed.",
                "Host key verification failed.",
                "admin@h: Permission denied (publickey).",
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
                "ssh: connect to host h port 122: Connection refused",
                "Timeout, server h not responding.",
                "Error: high availability replica detected.",
                "rsync: [receiver] write failed on \"x\": No space left on device (28)",
                "2026-11-21T00:25:48Z  SSH  Host key verification failed.",
                "There is not enough disk space for the backup. Please allocate more space and continue."
            })
    void theNameOfAFileForgesNoCause(String name) {
        begin("GitHub Pages artifacts");
        output.line(name);
        output.line("rsync: [sender] send_files failed to open \"/data/user/pages/x\": Permission denied (13)");
        output.line(CODE_23);
        end(", pages");

        assertThat(kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(failure(1)).hasMessageContaining("Permission denied (13)");
    }

    @Test
    void howManyFilesCouldNotBeReadIsSaid() {
        begin("GitHub Pages artifacts");
        for (int i = 0; i < 1000; i++) {
            output.line("rsync: [sender] send_files failed to open \"/data/user/" + i + "\": Permission denied (13)");
        }
        end(", pages");

        assertThat(failure(1))
                .hasMessage("these steps failed: pages (rsync: [sender] send_files failed to open \"/data/user/0\":"
                        + " Permission denied (13), and 999 more like it)");
    }

    @Test
    void eachFailedStepIsNamedWithItsOwnLine() {
        begin("MySQL database using logical backup strategy");
        output.line("the first failed");
        begin("Redis database");
        output.line("a complaint of a step that did not fail: error");
        begin("GitHub Pages artifacts");
        end(", mysql, pages, fsck");

        assertThat(failure(1)).hasMessageStartingWith("these steps failed: mysql (the first failed), pages, fsck");
    }

    @Test
    void whatFollowsFromALostConnectionCountsWhereNothingElseExplainsIt() {
        begin("GitHub Pages artifacts");
        output.line(CLOSED);
        output.line(CODE_12);
        begin("storage data");
        end(", pages");
        assertThat(kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void filesThatCouldNotBeReadDoNotHideALostConnection() {
        begin("GitHub Pages artifacts");
        output.line("rsync: [sender] send_files failed to open \"/data/user/pages/x\": Permission denied (13)");
        output.line(CLOSED);
        output.line(CODE_12);
        end(", pages");

        assertThat(kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void whatSshSaysOfAFailedStepBeatsThatStepsComplaints() {
        begin("MySQL database using logical backup strategy");
        output.line("mysqldump: Lost connection to MySQL server during query: error");
        output.ssh("Timeout, server h not responding.");
        later();
        begin("Redis database");
        end(", mysql");

        assertThat(kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void whatSshSaysOfAnotherStepIsNoReason() {
        begin("GitHub secrets");
        output.ssh("ssh: connect to host h port 122: Connection refused");
        later();
        begin("MySQL database using logical backup strategy");
        output.line("the database is down: error");
        later();
        begin("Redis database");
        later();
        output.ssh("Timeout, server h not responding.");
        end(", mysql");

        assertThat(kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
    }

    @Test
    void aSharedConnectionThatEndsInSilenceWasLost() {
        output.look();
        begin("MySQL database using logical backup strategy");
        output.look();
        output.ssh("Transferred: sent 3644, received 3396 bytes, in 3.0 seconds");
        begin("Redis database");
        end(", mysql");
        assertThat(kind()).isEqualTo(FailureKind.CONNECTION_LOST);

        output = new BackupOutput("h", false, step -> {});
        begin("MySQL database using logical backup strategy");
        end(", mysql");
        assertThat(kind()).as("and one that fails in silence by itself").isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
    }

    @Test
    void aKeyThatIsRefusedInTheMiddleIsRefused() {
        begin("GitHub secrets");
        later();
        begin("MySQL database using logical backup strategy");
        output.ssh("admin@h: Permission denied (publickey).");
        later();
        begin("Redis database");
        output.line(CLOSED);
        output.line(CODE_12);
        end(", mysql, redis");

        assertThat(kind()).isEqualTo(FailureKind.KEY_REFUSED);
    }

    @Test
    void anApplianceThatWentAwayInTheMiddleWasLost() {
        begin("GitHub secrets");
        output.ssh("ssh: connect to host h port 122: Connection refused");
        end(", secrets");

        assertThat(kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip: stdout: No space left on device",
                "mktemp: failed to create directory via template '/tmp/x': No space left on device",
                "rsync: [sender] mkstemp \"/data/user/x\" failed: No space left on device (28)",
                "dd: error writing '/data/user/tmp/x': Disk quota exceeded"
            })
    void aFullDiskThatIsNoneOfOursIsTheStepsOwnFailure(String line) {
        begin("Git repositories");
        output.line(line);
        end(", repositories");

        assertThat(kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(failure(1))
                .hasMessageContaining("repositories (" + line + ")")
                .hasMessageContaining("none is full here (the volume: 512.0 GiB of 1.0 TiB");

        rooms.full("/tmp");
        assertThat(failure(1).kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(failure(1)).hasMessageContaining("the temporary directory is full");

        rooms.full("/data/snapshots");
        assertThat(kind()).isEqualTo(FailureKind.VOLUME_FULL);
    }

    /** rsync removes the part of it that it wrote, so that there is room again when it is measured. */
    @Test
    void aFileOfOursThatDidNotFitProvesThatTheVolumeWasFull() {
        begin("GitHub Pages artifacts");
        output.line("rsync: [receiver] write failed on \"/data/snapshots/1/pages/x\": No space left on device (28)");
        output.line("rsync error: error in file IO (code 11) at receiver.c(381) [receiver=3.5.0]");
        output.line(CLOSED);
        end(", pages");

        assertThat(kind()).isEqualTo(FailureKind.VOLUME_FULL);
    }

    @Test
    void whereTheLinesOfStepsAreMixedAllAreLookedAt() {
        output = new BackupOutput("h", true, step -> {});
        begin("MySQL database using logical backup strategy");
        begin("Redis database");
        output.line("the database is down: error");
        end(", mysql");

        assertThat(failure(1)).hasMessage("these steps failed: mysql (the database is down: error)");
    }

    @Test
    void keepsNoControlCharactersAndNoEndlessLine() {
        output.line("error \u001b[31m\u202e" + "x".repeat(10_000));

        assertThat(failure(3).getMessage())
                .hasSizeLessThan(600)
                .doesNotContain("\u001b", "\u202e")
                .contains("ended with 3");
    }

    @Test
    void keepsTheFirstAndTheLastLinesAndNotAllOfThem() {
        for (int i = 0; i < 10_000; i++) {
            output.line("error " + i);
            output.ssh("Timeout, server " + i + " not responding.");
        }

        assertThat(output.transcript().running().lines())
                .hasSizeLessThan(100)
                .contains("error 0")
                .last()
                .isEqualTo("error 9999");
        assertThat(output.transcript().ssh()).hasSizeLessThan(1000);
    }
}
