package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What an option leaves out is expected to be absent; without the option, the same absence is a loss. */
class LeftOutIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String PAGE = "/data/user/pages/4/c8/1e/72/1/index.html";

    @Test
    void aPartThatAnOptionLeavesOutIsNamedAndIsNoLoss() throws IOException {
        partIsLeftOut("GHE_BACKUP_PAGES: 'no'", "pages", "GHE_BACKUP_PAGES=no", "pages: empty instead of");
    }

    @Test
    void searchIndicesMayBeLeftOut() throws IOException {
        partIsLeftOut(
                "GHE_SKIP_SEARCH_INDICES: 'yes'",
                "elasticsearch",
                "GHE_SKIP_SEARCH_INDICES=yes",
                "elasticsearch: missing or empty, and no option leaves it out any more");
    }

    @Test
    @TakesTurns
    void itIsNamedWithBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        partIsLeftOut("GHE_BACKUP_PAGES: 'no'", "pages", "GHE_BACKUP_PAGES=no", "pages: empty instead of");
    }

    /** A person who accepts the snapshot accepts all that it lacks. */
    @Test
    void everyPartThatIsLostIsNamed() throws IOException {
        backsUp("", 0);
        backsUp("GHE_BACKUP_PAGES: 'no', GHE_SKIP_SEARCH_INDICES: 'yes'", 0);
        deployment.appliance().files().lose("/data/user/pages");
        deployment.appliance().files().lose("/data/user/elasticsearch");

        assertThat(backsUp("", 73).err()).contains("and 1 more");
        assertThat(json("runs", "--json").path("runs").path(0).path("losses"))
                .extracting(JsonNode::asText)
                .satisfiesExactlyInAnyOrder(
                        loss -> assertThat(loss).startsWith("pages: "),
                        loss -> assertThat(loss).startsWith("elasticsearch: "));
    }

    private void partIsLeftOut(String option, String part, String shown, String loss) throws IOException {
        deployment.sections("retention: {enabled: false}");
        backsUp("", 0);
        backsUp(option, 0);

        String snapshots = Typed.at(deployment, "snapshots").out();
        assertThat(snapshots).contains(": " + part + " (" + shown + ")").doesNotContain("suspect");
        JsonNode newest = json("snapshots", "--json").path("snapshots").path(0);
        assertThat(newest.path("leftOut").path(0).path("part").asText()).isEqualTo(part);
        assertThat(newest.path("leftOut").path(0).path("option").asText()).isEqualTo(shown);
        String plan = Typed.at(deployment, "restore", TARGET, "--plan").out();
        assertThat(plan)
                .contains("not in it")
                .contains(shown + " left them out")
                .contains("but what options leave out");

        if (part.equals("elasticsearch")) {
            backsUp(option, 0); // and the last snapshot that has it is pruned when the next one is taken
        }
        deployment.appliance().files().lose("/data/user/" + part);
        Deployment.Result lost = backsUp("", 73);
        assertThat(lost.err()).contains(loss);

        deployment.appliance().files().addFile(PAGE, "<h1>page 1</h1>");
        deployment.appliance().files().addFile("/data/user/elasticsearch/nodes/0/segment_1", "segment");
        for (int page = 2; page <= 3; page++) {
            deployment.appliance().files().addFile(PAGE.replace("/1/index", "/" + page + "/index"), "page");
        }
        backsUp("", 0);
    }

    @Test
    void aBackupWithoutItsClosingLineIsGoodWithANoteUntilItLacksSomething() throws IOException {
        deployment.configure(StandInEngine.NO_FINISHED_LINE);
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        assertThat(Typed.at(deployment, "snapshots").out()).contains("note: ", "closing line", "good");
        assertThat(json("runs", "--json")
                        .path("runs")
                        .path(0)
                        .path("notes")
                        .path(0)
                        .asText())
                .contains("closing line");

        deployment.appliance().files().lose("/data/user/storage");
        Deployment.Result unproven = Typed.at(deployment, "backup");
        assertThat(unproven.status()).isEqualTo(56);
        assertThat(unproven.err()).contains("capture-unproven", "without its closing line", "storage");

        deployment.configure(StandInEngine.NO_FINISHED_LINE + "," + StandInEngine.KEEP_CURRENT);
        assertThat(Typed.at(deployment, "backup").err()).contains("capture-unproven", "'current' names");
    }

    private Deployment.Result backsUp(String options, int status) {
        deployment.options(options);
        deployment.configure("");
        Deployment.Result backup = Typed.at(deployment, "backup");
        assertThat(backup.status()).as(backup.err()).isEqualTo(status);
        return backup;
    }

    private JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(Typed.at(deployment, arguments).out());
    }
}
