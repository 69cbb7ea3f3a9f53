package io.ghekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupOutputTest {
    private final List<String> steps = new ArrayList<>();
    private final BackupOutput output = new BackupOutput(step -> steps.add(step.toString()));

    @Test
    void tellsEachStepOnceWithItsNumber() {
        output.line("2026-11-21T00:25:48Z  INFO  Backing up GitHub secrets ... ");
        output.line("2026-11-21T00:25:48Z  INFO  Backing up GitHub secrets ...");
        output.line("2026-11-21T00:25:49Z  INFO  Backing up MySQL database using binary backup strategy ...");
        output.line("Backing up nothing ...");

        assertThat(steps).containsExactly("1/12 GitHub secrets", "2/12 MySQL database");
    }

    @Test
    void theTotalGrowsByAStepThatNotEveryBackupHas() {
        output.line("2026-11-21T00:25:48Z  INFO  Backing up Actions data ...");

        assertThat(steps).containsExactly("1/13 Actions data");
    }

    @Test
    void onlyItsOwnClosingLineCountsAsFinished() {
        output.line("2026-11-21T00:25:48Z  INFO  Completed backup of h:122 in snapshot 20261121T002546 at 00:25:59");
        output.line("rsync: Backup of h:122 finished.");
        output.line("2026-11-21T00:25:48Z  INFO  Backup of h:122 finished. Not.");
        assertThat(output.finished()).isFalse();

        output.line("2026-11-21T00:25:48Z  INFO  Backup of h:122 finished.");
        assertThat(output.finished()).isTrue();
    }

    @Test
    void namesTheFailedStepsWithoutTheEmptyOne() {
        output.line("2026-11-21T00:26:00Z  ERROR  Error: Snapshot incomplete. Some steps failed: , mysql, pages. ");

        assertThat(output.failedSteps()).containsExactly("mysql", "pages");
        assertThat(Diagnosis.of(1, output)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
            assertThat(failure).hasMessage("these steps failed: mysql, pages");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh: connect to host h port 122: Connection refused|APPLIANCE_UNREACHABLE",
                "ssh: Could not resolve hostname h: Name or service not known|APPLIANCE_UNREACHABLE",
                "admin@h: Permission denied (publickey).|KEY_REFUSED",
                "Host key verification failed.|HOST_KEY_UNKNOWN",
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @|HOST_KEY_CHANGED",
                "rsync: write failed on \"x\": No space left on device (28)|VOLUME_FULL",
                "There is not enough disk space for the backup. Please allocate more space and continue.|VOLUME_FULL",
                "Error: unsupported release of GitHub Enterprise Server detected.|APPLIANCE_TOO_OLD",
                "Error: high availability replica detected.|APPLIANCE_IS_REPLICA",
                "Error: A backup of h may still be running on PID 7.|ENGINE_ACTIVE",
                "Timeout, server h not responding.|CONNECTION_LOST",
                "backup-utils 3.14.0 or greater is required!|ENGINE_UNFIT",
                "Error: backup-utils v3.11.0 is no longer supported.|ENGINE_UNFIT",
                "GitHub Enterprise Server 3.14.2 requires backup-utils 3.14.0|ENGINE_UNFIT",
                "2026-11-21T00:25:48Z  WARN  error: h requires backup-utils 3.14.0|ENGINE_FAILED",
                "Error: backup-utils 3.11.0|ENGINE_FAILED",
                "something else failed|ENGINE_FAILED"
            })
    void findsTheReasonThatAPersonCanActOn(String line, FailureKind kind) {
        output.line("an error before it that says little");
        output.line(line);
        output.line("and one behind it: error");

        assertThat(Diagnosis.of(1, output).kind()).isEqualTo(kind);
    }

    @Test
    void aChangedHostKeyIsNotCalledUnknown() {
        output.line("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @");
        output.line("Host key verification failed.");

        assertThat(Diagnosis.of(1, output).kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    @Test
    void anApplianceThatWentAwayInTheMiddleWasLost() {
        output.line("2026-11-21T00:25:48Z  INFO  Backing up GitHub secrets ...");
        output.line("ssh: connect to host h port 122: Connection refused");

        assertThat(Diagnosis.of(1, output).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void keepsNoControlCharactersAndNoEndlessLine() {
        output.line("error \u001b[31m" + "x".repeat(10_000));

        Failure failure = Diagnosis.of(3, output);
        assertThat(failure.getMessage())
                .hasSizeLessThan(600)
                .doesNotContain("\u001b")
                .contains("ended with 3");
    }

    @Test
    void keepsTheLastLinesOfTroubleAndNotAllOfThem() {
        for (int i = 0; i < 10_000; i++) {
            output.line("error " + i);
        }

        assertThat(output.trouble()).hasSizeLessThan(100).last().isEqualTo("error 9999");
    }
}
