package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.TakesTurns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** An appliance whose MySQL lies outside: its configuration says so, and no file name. */
class ExternalDatabaseIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String SETTINGS = "[mysql \"external\"]\n\tenabled = true\n";

    @Test
    void aScriptThatSavesNothingMakesTheBackupSuspectAndNothingIsHalfRestored() throws IOException {
        backUpWithAScriptAndPlan();
    }

    @Test
    @TakesTurns
    void itDoesWithBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        backUpWithAScriptAndPlan();
    }

    private void backUpWithAScriptAndPlan() throws IOException {
        for (FakeAppliance appliance : List.of(deployment.appliance(), deployment.target())) {
            appliance.files().set("mysql.external.enabled", "true");
            appliance.files().addFile("/data/user/common/settings.json", SETTINGS);
        }
        Path script = Files.writeString(folder.resolve("save-database"), "#!/bin/sh\nexit 0\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        deployment.options("EXTERNAL_DATABASE_BACKUP_SCRIPT: " + script);
        deployment.configure("");

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.out() + backup.err()).isNotZero();
        assertThat(backup.err()).contains("database: it lies outside the appliance, and the snapshot has neither");
        Files.writeString(script, "#!/bin/sh\necho rds:github-2026-11-28 >external-database-snapshot\n");
        Deployment.Result recorded = Typed.at(deployment, "backup");
        assertThat(recorded.status()).as(recorded.err()).isZero();

        Deployment.Result plan = Typed.at(deployment, "restore", TARGET, "--plan", "--maintenance");
        assertThat(plan.status()).as(plan.out() + plan.err()).isEqualTo(84);
        assertThat(plan.err()).contains("would break off at the database").contains("--skip-mysql");
        Deployment.Result skipped = Typed.at(deployment, "restore", TARGET, "--plan", "--maintenance", "--skip-mysql");
        assertThat(skipped.status()).as(skipped.out() + skipped.err()).isZero();
    }
}
