package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A supervisor that starts over a data directory that was lost. */
class RebuildAtStartIT extends OneArchive {
    private JsonNode advice() throws IOException {
        return new ObjectMapper()
                .readTree(Typed.at(deployment, "status", "--json").out())
                .at("/archive/rebuild");
    }

    @Test
    void itSaysSoAndAPersonDecides() throws Exception {
        twoArchived();
        lost();
        deployment.configure("", NEVER, false);

        String said = supervised("next backup at", "the data directory is new");

        assertThat(said).contains("Fill it from the archive: ghe-keeper rebuild");
        assertThat(deployment.data()).doesNotExist();
        assertThat(advice().path("state").asText()).isEqualTo("new");
        assertThat(Typed.at(deployment, "status").out().replaceAll("\\s+", " "))
                .contains("the data directory is new: there is no " + deployment.data())
                .contains("ghe-keeper rebuild");
        rebuild(1);
        assertThat(advice().isNull()).isTrue();
    }

    @Test
    void aStoreThatIsAwayIsSaidAndEndsNoStart() throws Exception {
        twoArchived();
        Files.move(store, folder.resolve("away"));
        deployment.configure("", NEVER, false);

        supervised("next backup at", "it is not known whether the data directory has to be filled");

        assertThat(advice().path("state").asText()).isEqualTo("unknown");
    }

    @Test
    void offDoesNotAskTheStore() throws Exception {
        twoArchived();
        lost();
        plainStore(", rebuild: off");
        deployment.configure("", NEVER, false);

        assertThat(supervised("next backup at")).doesNotContain("the data directory");
        assertThat(advice().isNull()).isTrue();
    }

    @Test
    void autoFillsItBeforeTheFirstBackup() throws Exception {
        String id = twoArchived().get(1);
        Path lost = lost();
        plainStore(", rebuild: auto");
        deployment.configure("", NEVER, true);

        String said = supervised("captured snapshot");

        requireEqual(lost.resolve(id), snapshot(id));
        assertThat(kinds()).contains(Run.Kind.REBUILD);
        assertThat(said).containsSubsequence("filling the data directory from the archive", "backup begins");
        assertThat(advice().isNull()).isTrue();
    }

    @Test
    void theEndOfTheSupervisorEndsItsRebuildAndTheNextStartGoesOn() throws Exception {
        String id = twoArchived().get(1);
        Path lost = lost();
        plainStore(", rebuild: auto");
        deployment.configure("", NEVER, true);

        String said = supervised("filling the data directory from the archive, in process ");
        long process = Long.parseLong(said.replaceAll("(?s).*from the archive, in process (\\d+).*", "$1"));

        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(said).doesNotContain("backup begins");
        supervised("captured snapshot");
        requireEqual(lost.resolve(id), snapshot(id));
        assertThat(names()).noneMatch(name -> name.startsWith("fetching-"));
    }

    @Test
    void aPlainIdentityIsRefusedAndBackupsGoOn() throws Exception {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        Path identity = folder.resolve("identity");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient
                + "], rebuild: auto, rebuild-identity: " + identity + "}");
        deployment.configure("", NEVER, true);
        archived();
        lost();

        String said = supervised("captured snapshot");

        assertThat(said)
                .contains("no rebuild begins by itself", "a plain one is refused")
                .doesNotContain(Files.readAllLines(identity).get(2));
        assertThat(kinds()).doesNotContain(Run.Kind.REBUILD);
    }
}
