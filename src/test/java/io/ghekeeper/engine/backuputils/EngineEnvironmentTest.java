package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.process.RunProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineEnvironmentTest {
    private static final Origin TARGET =
            new Origin("target", 2222, "admin", Path.of("/etc/known_hosts"), Optional.empty(), Path.of("/data"));
    private static final EngineProgram.EngineFiles PLACE =
            new EngineProgram.EngineFiles(Path.of("/tmp/run/backup.config"), Path.of("/tmp/run"));

    private static final String MESSAGES = "-o LogLevel=VERBOSE -E /tmp/run/ssh-messages";

    private static Map<String, String> ofRestore(Map<String, String> settings, Map<String, String> request) {
        EngineSettings engine =
                new EngineSettings(Path.of("/opt"), Optional.empty(), 10, settings, Duration.ofSeconds(1));
        return new EngineEnvironment(engine, "/usr/bin")
                .of(
                        new RestoreRequest(
                                "RUN",
                                TARGET,
                                "20261120T031700",
                                true,
                                true,
                                request,
                                Path.of("/key"),
                                Path.of("/log")),
                        PLACE);
    }

    @Test
    void aRestoreIsLedToItsTargetAndMarkedAsItsRuns() {
        assertThat(ofRestore(Map.of(), Map.of()))
                .containsEntry("GHE_HOSTNAME", "target")
                .containsEntry("GHE_DATA_DIR", "/data")
                .containsEntry("GHE_CREATE_DATA_DIR", "no")
                .containsEntry("TMPDIR", "/tmp/run")
                .containsEntry("GHE_BACKUP_CONFIG", "/tmp/run/backup.config")
                .containsEntry("GHE_VERBOSE_LOG", "/log")
                .containsEntry(RunProcesses.VARIABLE, "RUN")
                .hasEntrySatisfying(
                        "GHE_EXTRA_SSH_OPTS",
                        options -> assertThat(options)
                                .startsWith("-F /dev/null -i /key ")
                                .contains("StrictHostKeyChecking=yes", "UserKnownHostsFile=/etc/known_hosts")
                                .endsWith(" -p 2222 " + MESSAGES));
    }

    @Test
    void routesAreVerifiedUnlessTheUserSetsItOtherwise() {
        assertThat(ofRestore(Map.of(), Map.of())).containsEntry("GHE_ROUTE_VERIFICATION", "true");
        assertThat(ofRestore(Map.of("GHE_ROUTE_VERIFICATION", "false"), Map.of()))
                .containsEntry("GHE_ROUTE_VERIFICATION", "false");
    }

    @Test
    void aRestoreMaySkipTheAuditLogs() {
        assertThat(ofRestore(Map.of(), Map.of("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes")))
                .containsEntry("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes");
    }

    @Test
    void noVariableSaysWhatARestoreRestoresOrThatASnapshotIsWritten() {
        Map<String, String> hostile = Map.of(
                "GHE_RESTORE_HOST", "production",
                "GHE_RESTORE_SNAPSHOT_PATH", "/elsewhere",
                "GHE_SNAPSHOT_TIMESTAMP", "20200101T000000");

        assertThat(ofRestore(hostile, hostile).keySet())
                .noneMatch(name -> name.startsWith("GHE_RESTORE_") || name.startsWith("GHE_SNAPSHOT_"))
                .doesNotContain("GHE_NUM_SNAPSHOTS", "RESTORE_SETTINGS", "SKIP_MYSQL", "FORCE");
    }

    @Test
    void optionsOfTheRequestGoBeforeThoseOfTheSettingsAndNeitherBeforeOurs() {
        Map<String, String> variables = ofRestore(
                Map.of("GHE_NICE", "a", "GHE_IONICE", "b", "GHE_EXTRA_SSH_OPTS", "-4"),
                Map.of("GHE_NICE", "c", "GHE_EXTRA_SSH_OPTS", "-6", "GHE_DATA_DIR", "/elsewhere"));

        assertThat(variables)
                .containsEntry("GHE_NICE", "c")
                .containsEntry("GHE_IONICE", "b")
                .containsEntry("GHE_DATA_DIR", "/data");
        assertThat(variables.get("GHE_EXTRA_SSH_OPTS"))
                .as("ours where the first counts, and ours where the last does")
                .endsWith(" -p 2222 -6 " + MESSAGES);
    }
}
