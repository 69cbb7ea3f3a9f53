package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TakesTurns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** backup-utils ends with 0, prints its closing line, and names what it left out: the run must show that. */
class FindingsIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String MISSING = "a/nw/ac/23/7d/100000021";
    private static final String NETWORKS =
            "One or more repository networks and/or gists were not found on the source appliance";

    @Test
    void whatTheEngineReportsAsMissingMakesABackupSuspectUntilAPersonAcceptsIt() throws IOException {
        missingNetwork();
    }

    @Test
    @TakesTurns
    void itDoesWithBackupUtils() throws IOException {
        useBackupUtils();
        missingNetwork();
    }

    private void missingNetwork() throws IOException {
        ApplianceFiles files = deployment.appliance().files();
        files.addFile("/data/user/pages/Warning: Pages backup missing. Skipping ...", "a page");
        files.listMissingNetworks(MISSING);

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.err()).contains("snapshot-suspect", NETWORKS, MISSING).doesNotContain("Pages backup missing");
        assertThat(backup.status()).isEqualTo(73);
        assertThat(Typed.at(deployment, "status").out()).contains("suspect", NETWORKS, MISSING);
        assertThat(Typed.at(deployment, "snapshots").out()).contains("suspect: ", NETWORKS, MISSING);
        JsonNode listed = json("snapshots", "--json").path("snapshots").path(0);
        assertThat(listed.path("state").asText()).isEqualTo("suspect");
        assertThat(listed.path("findings").path(0).asText()).contains(NETWORKS, MISSING);
        assertThat(json("runs", "--json")
                        .path("runs")
                        .path(0)
                        .path("findings")
                        .path(0)
                        .asText())
                .contains(MISSING);

        String id = listed.path("snapshot").asText();
        assertThat(Typed.at(deployment, "snapshots", "accept", id, "--yes").status())
                .isZero();
        Deployment.Result second = Typed.at(deployment, "backup");
        assertThat(second.status())
                .as("the same finding is known: " + second.err())
                .isZero();
        assertThat(Typed.at(deployment, "restore", TARGET, "--plan").out())
                .contains("the engine reported", MISSING)
                .doesNotContain("nothing was missing");

        files.listMissingNetworks(MISSING, "b/nw/bc/23/7d/100000022");
        Deployment.Result third = Typed.at(deployment, "backup");
        assertThat(third.status()).as("one more is news: " + third.err()).isEqualTo(73);
    }

    @Test
    void aRestoreThatSkippedAPartIsUnproven() throws IOException {
        emptyRoutes();
    }

    @Test
    @TakesTurns
    void itIsWithBackupUtils() throws IOException {
        useBackupUtils();
        emptyRoutes();
    }

    private void emptyRoutes() throws IOException {
        haveSnapshot();
        ApplianceFiles target = deployment.target().files();
        target.maintenance(true);
        for (String kind : new String[] {"storage", "dpages", "gist"}) {
            target.routes(kind + "-cluster-restore-routes", "cat >/dev/null");
        }
        target.lose("/data/user/storage");
        target.lose("/data/user/pages");

        Deployment.Result restore = deployment.type("restore", TARGET, "--yes", TARGET);

        assertThat(restore.err())
                .contains("restore-unproven")
                .contains("no routes found, skipping storage restore", "no routes found, skipping pages restore")
                .doesNotContain("Gist backup missing");
        assertThat(restore.out() + restore.err()).doesNotContain("restored all of it", "is restored onto");
        assertThat(Typed.at(deployment, "status").out()).contains("no routes found, skipping storage restore");
        JsonNode run = json("runs", "--json").path("runs").path(0);
        assertThat(run.path("findings")).hasSize(2);
    }

    private void useBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        deployment.configure("");
    }

    private JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(Typed.at(deployment, arguments).out());
    }
}
