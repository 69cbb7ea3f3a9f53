package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.archive.StorePrune;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An encrypted archive is compacted: from the volume without an identity, and from the store with one. By the commands. */
class ArchiveCompactIT extends OneEncryptedArchive {
    private static final String BIG = "/data/user/storage/a/1a/2b/big";

    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        big(1);
        String first = archived();
        big(2);
        snapshot = archived();
        try (FolderStore objects = new FolderStore(store, new LocalDisk(), Clock.systemUTC())) {
            String appliance = new StorePrune(objects, new LocalDisk(), folder, words -> {}).appliance();
            new StoreSnapshots(objects).giveUp(first, appliance, "a-run", "no rule keeps it");
        }
    }

    private void big(long seed) throws IOException {
        byte[] content = new byte[300_000];
        new Random(seed).nextBytes(content);
        Path file = deployment.appliance().files().addFile(BIG, "");
        Files.delete(file);
        Files.write(file, content);
    }

    @Test
    void whatTheVolumeHasNeedsNoIdentity() throws IOException {
        for (String none : new String[] {"0", "101%", "-5", "half"}) {
            Deployment.Result refused = Typed.at(deployment, "archive", "compact", "--plan", "--dead", none);
            assertThat(refused.status()).as(none).isEqualTo(2);
            assertThat(refused.err()).contains("--dead wants percent from 1 to 100");
        }
        assertThat(Typed.at(deployment, "archive", "compact", "--json").err()).contains("give --plan");
        String plan = typed("archive", "compact", "--plan").out();
        JsonNode found = json("archive", "compact", "--plan", "--json").path("compaction");

        assertThat(plan)
                .contains("  rewrite    1 pack with ", "  snapshots  1 from the volume, 0 from the store")
                .contains("  download   nothing", "  charged    nothing by request");
        assertThat(found.path("packs")).hasSize(1);
        assertThat(found.path("fromVolume").path(0).asText()).isEqualTo(snapshot);
        assertThat(found.path("gainBytes").asLong()).isPositive();
        assertThat(store.resolve("snapshots/" + snapshot + ".2.json")).doesNotExist();

        String done = typed("archive", "compact").out();

        assertThat(done)
                .contains("compacted " + snapshot + ": its root 2 names new packs")
                .contains("compacted file://" + store + ": 1 pack with ");
        assertThat(typed("runs", "--kind", "compact").out()).contains("-compact-");
        assertThat(typed("archive", "compact", "--plan").out()).contains("no pack in file://" + store);
        assertThat(typed("snapshots", "show", snapshot).out()).contains("archived");
        typed("archive", "verify", "--all");
        assertThat(done).contains("archive prune --superseded deletes the packs");
        assertEarlierRootIsNamed();
        assertComesBack(deployment.data().resolve(snapshot));
    }

    private void assertEarlierRootIsNamed() throws IOException {
        assertThat(Typed.at(deployment, "archive", "prune", "--allow-remove-most", "--plan")
                        .err())
                .contains("--allow-remove-most is of --superseded: give both");
        JsonNode earlier =
                json("archive", "prune", "--plan", "--json").path("prune").path("earlierRoots");
        assertThat(earlier).hasSize(1);
        assertThat(earlier.path(0).path("later").asText()).isEqualTo("snapshots/" + snapshot + ".2.json");
        assertThat(earlier.path(0).path("hold").asText()).isEqualTo("young");
        assertThat(typed("archive", "prune", "--plan").out())
                .contains("snapshots/" + snapshot + ".json stays beside ", "the later one is younger than a day");
    }

    private JsonNode json(String... arguments) throws IOException {
        JsonNode document = new ObjectMapper().readTree(typed(arguments).out());
        assertThat(LookingIT.problems("archive", document)).isEmpty();
        return document;
    }

    @Test
    void whatTheStoreAloneHasNeedsOne() throws IOException {
        Path kept = folder.resolve("kept");
        Tool.run("mv", deployment.data().resolve(snapshot).toString(), kept.toString());

        assertThat(typed("archive", "compact", "--plan").out())
                .contains(
                        "no pack in file://" + store,
                        "not judged, because snapshots that are left out need them: ",
                        snapshot + " keeps its packs: ",
                        "give --identity FILE");
        JsonNode left = json("archive", "compact", "--plan", "--json")
                .path("compaction")
                .path("leftOut");
        assertThat(left.path(0).path("reason").asText()).isEqualTo("unread");
        assertThat(typed("archive", "compact", "--plan", "--identity", identity.toString())
                        .out())
                .contains("  snapshots  0 from the volume, 1 from the store", "  download   1 pack with ");

        assertThat(typed("archive", "compact", "--identity", identity.toString())
                        .out())
                .contains("compacted " + snapshot + ": its root 2 names new packs");

        assertComesBack(kept);
    }

    /** By a fetch, and by the script in the store. */
    private void assertComesBack(Path whole) {
        Path to = folder.resolve("to");
        typed("archive", "fetch", snapshot, "--to", to.toString(), "--identity", identity.toString());
        Path restored = folder.resolve("restored");
        Tool.run(
                "bash",
                store.resolve("restore.sh").toString(),
                store.toString(),
                snapshot,
                restored.toString(),
                "--identity",
                identity.toString());
        for (Path one : new Path[] {to, restored}) {
            assertThat(Tool.run("diff", "-r", "--no-dereference", whole.toString(), one.toString()))
                    .isEmpty();
        }
    }
}
