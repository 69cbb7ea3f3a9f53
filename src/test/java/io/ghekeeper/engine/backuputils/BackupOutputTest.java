package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupOutputTest {
    private final List<String> steps = new ArrayList<>();
    private final BackupOutput output = new BackupOutput("h", false, step -> steps.add(step.toString()));

    @Test
    void reportsEachStepOnceWithItsNumber() {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4/c8/1e/72/1/2026-11-21T00:25:48Z  INFO  Backup of h:122 finished.",
                "x 2026-11-21T00:25:48Z  INFO  Backup of h:122 finished.",
                "INFO  Backup of h:122 finished.",
                "2026-11-21T00:25:48Z  INFO  Backup of another:122 finished.",
                "2026-11-21T00:25:48Z  SSH  2026-11-21T00:25:48Z  INFO  Backup of h:122 finished."
            })
    void theNameOfAFileIsNoClosingLine(String line) {
        output.line(line);

        assertThat(output.finished()).isFalse();
    }

    @Test
    void theNameOfAFileIsNoStepAndNamesNone() {
        output.line("x INFO  Backing up nothing ...");
        output.line("pages/Snapshot incomplete. Some steps failed: mysql.");
        output.line("Snapshot incomplete. Some steps failed: mysql.");
        output.line("2026-11-21T00:26:00Z  INFO  Error: Snapshot incomplete. Some steps failed: mysql.");

        assertThat(steps).isEmpty();
        assertThat(output.failedSteps()).isEmpty();
    }

    @Test
    void namesTheFailedStepsWithoutTheEmptyOne() {
        output.line("2026-11-21T00:26:00Z  ERROR  Error: Snapshot incomplete. Some steps failed: , mysql, pages. ");

        assertThat(output.failedSteps()).containsExactly("mysql", "pages");
    }

    @Test
    void theLastWordOnTheFailedStepsCounts() {
        output.line("2026-11-21T00:26:00Z  ERROR  Error: Snapshot incomplete. Some steps failed: forged. ");
        output.line("2026-11-21T00:26:00Z  ERROR  Error: Snapshot incomplete. Some steps failed: , pages. ");

        assertThat(output.failedSteps()).containsExactly("pages");
    }

    @Test
    void endlesslyManyStepsAreNotKept() {
        for (int i = 0; i < 10_000; i++) {
            output.line("2026-11-21T00:25:48Z  INFO  Backing up invention " + i + " ...");
        }

        assertThat(steps).hasSizeLessThan(200);
        assertThat(output.transcript().all()).hasSizeLessThan(200);
    }
}
