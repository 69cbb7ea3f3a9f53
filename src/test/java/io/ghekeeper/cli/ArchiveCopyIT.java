package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An encrypted archive is copied without an identity, and the copy is an archive: by the commands. */
class ArchiveCopyIT extends OneEncryptedArchive {
    private Path copy;
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        copy = Files.createDirectory(folder.resolve("copy"));
        snapshot = archived();
    }

    @Test
    void theCopyIsVerifiedAndFetchedByItself() throws IOException {
        Deployment.Result copied = typed("archive", "copy", "--to", "file://" + copy);

        assertThat(copied.out()).contains("copied " + snapshot + " to file://" + copy + ", root 1");
        assertThat(typed("runs", "--kind", "copy").out()).contains("-copy-");
        assertThat(typed("archive", "copy", "--to", "file://" + copy + "/", "--snapshot", snapshot)
                        .out())
                .contains("0 objects sent");
        assertThat(typed("archive", "show", snapshot).out()).contains("to file://" + copy + ", ");
        archiveIn(copy);
        typed("archive", "verify", "--all");
        Path to = folder.resolve("to");
        typed("archive", "fetch", snapshot, "--to", to.toString(), "--identity", identity.toString());
        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        deployment.data().resolve(snapshot).toString(),
                        to.toString()))
                .isEmpty();
    }

    @Test
    void eachCopyIsListedAndWhatIsNotRecordedIsUnknown() throws IOException {
        String before = typed("archive", "list").out();
        JsonNode unknown = listed();
        typed("archive", "copy", "--to", "file://" + copy);
        String one = typed("archive", "list").out();
        Path other = Files.createDirectory(folder.resolve("other"));
        typed("archive", "copy", "--to", "file://" + other);

        assertThat(before).contains("COPIED").containsPattern(snapshot + ".* unknown ");
        assertThat(unknown.path("copies").isNull()).isTrue();
        assertThat(one).containsPattern(snapshot + "( .*[0-9]+ s ago){2}").doesNotContain("unknown");
        assertThat(typed("archive", "list").out()).containsPattern(snapshot + ".* 2 stores, [0-9]+ s ago ");
        JsonNode copies = listed().path("copies");
        assertThat(copies).hasSize(2);
        assertThat(copies.path(0).path("store").asText()).isEqualTo("file://" + copy);
        assertThat(copies.path(0).path("root").asInt()).isEqualTo(1);
        assertThat(copies.path(1).path("run").asText()).contains("-copy-");
        assertThat(typed("archive", "show", snapshot).out())
                .contains("to file://" + copy + ", ", "to file://" + other + ", ");
        archiveIn(copy);
        assertThat(listed().path("copies")).hasSize(1); // it is the archive now, and no copy of it
        Tool.run("bash", "-c", "rm -r \"$0\"/runs/*-copy-*", deployment.state().toString());
        assertThat(typed("archive", "show", snapshot).out()).containsPattern("copied +unknown: no run in the journal");
    }

    private JsonNode listed() throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(typed("archive", "list", "--json").out());
        assertThat(LookingIT.problems("archive", document)).isEmpty();
        return document.path("snapshots").path(0);
    }

    @Test
    void refusesWhatIsNoOtherStoreBeforeARunBegins() {
        for (String place : new String[] {
            "file://" + store, "file://" + store + "/below", "file://" + deployment.data(), "file://" + folder
        }) {
            Deployment.Result refused = Typed.at(deployment, "archive", "copy", "--to", place);
            assertThat(refused.status()).as(place).isEqualTo(10);
            assertThat(refused.err()).contains("it is not apart from");
        }
        assertThat(Typed.at(deployment, "archive", "copy", "--to", "ftp://x").err())
                .contains("is not the address of a store");
        assertThat(Typed.at(deployment, "archive", "copy").status()).isEqualTo(2);
        assertThat(typed("runs", "--kind", "copy").out()).doesNotContain("-copy-");
    }

    @Test
    void aFolderThatIsNotThereFailsTheRun() {
        Deployment.Result failed = Typed.at(deployment, "archive", "copy", "--to", "file://" + folder + "/away");

        assertThat(failed.status()).isNotZero();
        assertThat(failed.err()).contains("there is no folder " + folder + "/away");
    }
}
