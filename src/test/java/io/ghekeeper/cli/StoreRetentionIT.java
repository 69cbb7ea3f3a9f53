package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.archive.PruneOptions;
import io.ghekeeper.archive.StorePrune;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store has a policy of its own; what it does not keep gets a tombstone, and another role deletes it. */
class StoreRetentionIT extends OneDeployment {
    private Path store;
    private String older;
    private String newer;

    @BeforeEach
    void archiveTwo() throws IOException {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        policy("[last 1]");
        older = archived();
        newer = archived();
    }

    private void policy(String keep) {
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none, keep: " + keep + "}");
        deployment.configure("");
    }

    private String archived() {
        return HandMade.archive(deployment);
    }

    private Run retain() {
        return HandMade.keeper(deployment).retention().run().run(Run.Cause.HAND, Optional.empty());
    }

    private String typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status()).as(result.err() + result.out()).isZero();
        return result.out();
    }

    private JsonNode plan() throws IOException {
        String json = typed("retention", "plan", "--json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(Path.of("docs/schema/retention.json")), InputFormat.JSON)
                        .validate(json, InputFormat.JSON))
                .isEmpty();
        return new ObjectMapper().readTree(json).path("store");
    }

    @Test
    void aRetentionRunWritesATombstoneForWhatThePlanGivesUp() throws IOException {
        assertThat(typed("retention", "plan"))
                .contains("in file://" + store + ":")
                .containsPattern(newer + " +keep +.*newest good")
                .containsPattern(older + " +give-up +no rule")
                .contains("2 snapshots: keep 1, give up 1");
        assertThat(plan().path("snapshots")).hasSize(2);

        Run run = retain();

        assertThat(store.resolve("tombstones/" + older + ".json")).exists();
        assertThat(store.resolve("snapshots/" + older + ".json")).exists();
        assertThat(run.all(RetentionEvent.SnapshotGivenUp.class))
                .extracting(RetentionEvent.SnapshotGivenUp::snapshot)
                .containsExactly(older);
        assertThat(plan().path("snapshots")).hasSize(1);
        assertThat(typed("snapshots", "show", older)).doesNotContain("archived");
        assertThat(typed("archive")).contains("each good sealed snapshot is archived");
        assertThatThrownBy(() ->
                        HandMade.keeper(deployment).archive().run(false).run(Run.Cause.HAND, Optional.empty(), older))
                .hasMessageContaining("the store has a tombstone of it");
    }

    @Test
    void aStoreThatIsAwayFailsNothingOnTheVolume() throws IOException {
        Files.move(store, folder.resolve("away"));

        assertThat(typed("retention", "plan")).contains("there is no folder " + store);
        assertThat(plan().path("problem").asText()).contains("there is no folder");
        assertThat(retain().hasSucceeded()).isTrue();
    }

    @Test
    void withoutAPolicyAllIsKept() throws IOException {
        policy("[]");

        assertThat(typed("retention", "plan")).contains("archive.keep is not set: all is kept");
        retain();
        assertThat(plan().path("policy")).isEmpty();
        assertThat(store.resolve("tombstones")).doesNotExist();
    }

    @Test
    void pruneWantsToKnowWhoseArchiveItIsAndDeletesNothingAtOnce() throws IOException {
        retain();
        String uuid = new ObjectMapper()
                .readTree(store.resolve("format.json").toFile())
                .path("appliance")
                .asText();

        assertThat(typed("archive", "prune", "--plan")).contains("of the appliance " + uuid, "young");
        Deployment.Result unnamed = Typed.at(deployment, "archive", "prune", "--yes");
        assertThat(unnamed.status()).isEqualTo(10);
        assertThat(unnamed.err()).contains(uuid, "--appliance UUID");
        assertThat(typed("archive", "prune", "--yes", "--appliance", uuid)).contains("needed", "young");
        assertThat(store.resolve("prune")).doesNotExist();
        assertThat(store.resolve("snapshots/" + older + ".json")).exists();
    }

    private Run verify() {
        return HandMade.keeper(deployment).storeVerification().run().run(Run.Cause.HAND, Optional.empty(), false);
    }

    private Optional<StoreVerification> verified() {
        return HandMade.keeper(deployment).archive().verifications().read("file://" + store);
    }

    /** The folder's times are of today: to a clock that is ahead they are old. */
    private void prune(int days) {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
        try (FolderStore objects = new FolderStore(store, new LocalDisk(), ahead)) {
            StorePrune prune = new StorePrune(objects, new LocalDisk(), folder, words -> {});
            prune.run(prune.appliance(), PruneOptions.NONE, found -> true);
        }
    }

    @Test
    void whatPruneDeletedWithItsTombstoneIsNotMissed() throws IOException {
        verify();
        retain();

        IntStream.of(20, 22, 24, 26).forEach(this::prune);

        assertThat(store.resolve("snapshots/" + older + ".json")).doesNotExist();
        assertThat(store.resolve("tombstones/" + older + ".json")).doesNotExist();
        assertThat(verify().hasSucceeded()).isTrue();
        assertListsTheNewerOneOnly();
    }

    /** As another keeper on the same store leaves it. */
    @Test
    void aTombstoneThatARunMeetsEndsWhatIsRecorded() throws IOException {
        try (FolderStore objects = new FolderStore(store, new LocalDisk(), Clock.systemUTC())) {
            new StoreSnapshots(objects)
                    .giveUp(older, new StorePrune(objects, new LocalDisk(), folder, words -> {}).appliance(), "r", "w");
        }

        verify();
        IntStream.of(20, 22, 24, 26).forEach(this::prune);

        assertThat(store.resolve("tombstones/" + older + ".json")).doesNotExist();
        assertThat(verify().hasSucceeded()).isTrue();
    }

    /** By the first column: a run of the newer one may have begun in the second of the older one. */
    private void assertListsTheNewerOneOnly() {
        assertThat(typed("archive", "list").lines().skip(1))
                .singleElement()
                .asString()
                .startsWith(newer);
    }

    private void loseOlder() throws IOException {
        Files.delete(store.resolve("snapshots/" + older + ".json"));
        Files.move(deployment.data().resolve(older), folder.resolve(older));
    }

    @Test
    void aLostSnapshotIsMissedUntilItIsGivenUp() throws IOException {
        loseOlder();
        assertThatThrownBy(this::verify).hasMessageContaining(older);
        assertThatThrownBy(this::verify).hasMessageContaining(older);
        assertThat(typed("archive", "list")).contains("not whole: " + older);

        assertThat(typed("archive", "forget", older, "--yes")).contains("given up: " + older);

        assertThat(verified().orElseThrow().damaged()).isEmpty();
        assertThat(store.resolve("tombstones/" + older + ".json")).exists();
        assertThat(verify().hasSucceeded()).isTrue();
        assertListsTheNewerOneOnly();
        assertThat(typed("runs", "--kind", "retention")).contains(older);
        IntStream.of(20, 22, 24).forEach(this::prune);
        assertThat(store.resolve("tombstones/" + older + ".json")).doesNotExist();
        assertThat(verify().hasSucceeded()).isTrue();
    }

    @Test
    void onlyALostSnapshotIsGivenUpByItsName() throws IOException {
        refuses(older, "its root is in file://" + store);
        refuses("20200101T000000", "no record says that it was archived");

        Files.delete(store.resolve("snapshots/" + older + ".json"));
        refuses(older, "the volume has it, and it is good", "ghe-keeper archive " + older);

        assertThat(store.resolve("tombstones")).doesNotExist();
        assertThat(HandMade.journal(deployment).newest(99).readable())
                .noneMatch(run -> run.kind() == Run.Kind.RETENTION);
    }

    private void refuses(String snapshot, String... words) {
        Deployment.Result result = Typed.at(deployment, "archive", "forget", snapshot, "--yes");
        assertThat(result.status()).isEqualTo(80);
        assertThat(result.err()).contains(words);
    }
}
