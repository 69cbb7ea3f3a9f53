package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreOutputTest {
    private static final String STAMP = "2026-11-21T12:23:29Z  INFO  ";

    private final List<String> steps = new ArrayList<>();
    private final RestoreOutput output = of(false);

    private RestoreOutput of(boolean withSettings) {
        return new RestoreOutput("h", withSettings, step -> steps.add(step.toString()));
    }

    /** The titles as 3.11 and 3.12 print them, in their order, onto a configured appliance. */
    private static final List<String> CONFIGURED = List.of(
            "Restoring secrets and applying cleanup ...",
            "Restoring UUID ...",
            "Restoring MySQL database from logical backup snapshot on an appliance configured for logical backups ...",
            "Restore MySQL database ...",
            "Restoring data serially ...",
            "Restoring Redis database ...",
            "Restoring Git Repositories ...",
            "Restoring Gists ...",
            "Restoring Pages ...",
            "Restoring SSH authorized keys ...",
            "Restoring storage data ...",
            "Restoring custom Git hooks ...",
            "Restoring Elasticsearch indices ...",
            "Restoring Audit logs ...",
            "Configuring appliance ...",
            "Restoring SSH host keys ...");

    @Test
    void reportsEachStepOnceWithItsNumber() {
        CONFIGURED.forEach(title -> output.line(STAMP + title));
        CONFIGURED.forEach(title -> output.line(STAMP + title));

        assertThat(steps)
                .containsExactly(
                        "1/14 secrets",
                        "2/14 UUID",
                        "3/14 MySQL database",
                        "4/14 Redis database",
                        "5/14 Git repositories",
                        "6/14 Gists",
                        "7/14 Pages",
                        "8/14 SSH authorized keys",
                        "9/14 storage data",
                        "10/14 custom Git hooks",
                        "11/14 Elasticsearch indices",
                        "12/14 Audit logs",
                        "13/14 Configuring appliance",
                        "14/14 SSH host keys");
    }

    @Test
    void countsTheStepsOfTheSettingsWhereTheyWereAskedFor() {
        RestoreOutput asked = of(true);
        asked.line(STAMP + "Restoring secrets and applying cleanup ...");
        asked.line(STAMP + "Restoring license ...");
        asked.line(STAMP + "Restoring settings and applying configuration ...");
        asked.line(STAMP + "Restoring SAML keys ...");

        assertThat(steps).containsExactly("1/17 secrets", "2/17 license", "3/17 settings", "4/18 SAML keys");
    }

    @Test
    void aNewApplianceTakesTheSettingsUnaskedAndIsNotConfigured() {
        output.line(STAMP + "Restoring secrets and applying cleanup ...");
        output.line(STAMP + "Restoring license ...");
        output.line(STAMP + "Restoring settings and applying configuration ...");

        assertThat(steps).containsExactly("1/14 secrets", "2/15 license", "3/15 settings");
    }

    @Test
    void theHostKeysAreAlwaysTheLastStep() {
        output.line(STAMP + "Restoring UUID ...");
        output.line(STAMP + "Restoring SSH host keys ...");

        assertThat(steps).containsExactly("1/14 UUID", "2/2 SSH host keys");
    }

    @Test
    void knowsTheStepInProgress() {
        assertThat(output.runningStep()).isEmpty();
        output.line(STAMP + "Restoring Pages ...");
        output.line("sending incremental file list");

        assertThat(output.runningStep()).contains("Pages");
    }

    @Test
    void onlyItsOwnClosingLineCountsAsFinished() {
        output.line(STAMP + "Completed restore of h:122 from snapshot 20261121T002546 at 00:25:59");
        output.line("Restore of h:122 finished.");
        output.line(STAMP + "Restore of another:122 finished.");
        output.line(STAMP + "Restore of h:122 finished. Not.");
        output.line("4/c8/1e/72/1/" + STAMP + "Restore of h:122 finished.");
        output.line("pages/ " + STAMP + "Restore of h:122 finished.");
        output.line("2026-11-21T12:23:29Z  WARN  Restore of h:122 finished.");
        assertThat(output.finished()).isFalse();

        output.line(STAMP + "Restore of h:122 finished.");
        assertThat(output.finished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Restoring management console password ...",
                "4/c8/1e/72/1/2026-11-21T12:23:29Z  INFO  Restoring a page ...",
                "2026-11-21T12:23:29Z  WARN  Restoring nothing ...",
                "2026-11-21T12:23:29Z  INFO  Restoring \u001b[31mred\u001b[0m ...",
                "2026-11-21T12:23:29Z  INFO  Restoring <script> ...",
                "2026-11-21T12:23:29Z  INFO  Restoring  ...",
                "2026-11-21T12:23:29Z  INFO  * Restoring all repository networks to target host unconditionally",
                "2026-11-21T12:23:29Z  INFO  Restoring Elasticsearch audit log migration sentinel file ..."
            })
    void whatIsNoTitleOfAStepIsNone(String line) {
        output.line(line);

        assertThat(steps).isEmpty();
    }

    @Test
    void endlesslyManyAndEndlesslyLongLinesAreForgotten() {
        for (int i = 0; i < 2_000; i++) {
            output.line("error " + i + " \u001b[31m" + "x".repeat(1_000));
            output.line(STAMP + "Restoring invention " + i + " ...");
            output.line("error");
        }

        assertThat(steps).hasSize(100);
        assertThat(output.transcript().all())
                .hasSizeLessThan(200)
                .allSatisfy(step -> assertThat(step.lines())
                        .hasSizeLessThan(100)
                        .allSatisfy(
                                line -> assertThat(line).hasSizeLessThan(500).doesNotContain("\u001b")));
    }

    @Test
    void whatIsSaidWhileItCleansUpBelongsToNoStep() {
        output.line(STAMP + "Restoring Pages ...");
        output.line("the reason: failed");
        output.line(STAMP + " Exiting, cleaning up ...");
        output.line("Failed to start cron");

        assertThat(output.transcript().running().lines()).containsExactly("the reason: failed");
        assertThat(output.runningStep()).contains("Pages");
    }
}
