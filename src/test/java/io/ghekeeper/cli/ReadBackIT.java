package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reading of all files out of the store is a run of the keep lane, and what it finds is evidence. */
class ReadBackIT extends OneDeployment {
    private Path store;
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("");
        snapshot = HandMade.backUp(deployment);
        Keeper keeper = HandMade.keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private Run readBack() {
        return HandMade.keeper(deployment)
                .storeVerification()
                .readBack(Optional.empty())
                .run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private void verify() {
        HandMade.keeper(deployment).storeVerification().run().run(Run.Cause.HAND, Optional.empty(), true);
    }

    private Optional<ArchivedCopy> evidence() {
        return HandMade.keeper(deployment).archive().evidence().of(snapshot).archived();
    }

    private Path pack() throws IOException {
        try (Stream<Path> packs = Files.walk(store.resolve("packs"))) {
            return packs.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private String typed(String... arguments) {
        return Typed.at(deployment, arguments).out();
    }

    @Test
    void allFilesReadIsEvidenceThatIsShown() throws IOException {
        assertThat(typed("archive", "show", snapshot)).contains("not all read yet: ghe-keeper archive read-back");

        Run run = readBack();

        assertThat(run.kind().lane()).isEqualTo(Lane.KEEP);
        assertThat(run.last(ArchiveEvent.FilesRead.class))
                .hasValueSatisfying(event -> assertThat(event.found()).hasValue(0));
        assertThat(typed("archive", "show", snapshot)).contains("all files read ", ", each as it was sealed");
        assertThat(typed("archive", "list")).contains("FILES READ");
        JsonNode shown =
                json("archive", "list", "--json").path("snapshots").path(0).path("readBack");
        assertThat(shown.path("run").asText()).isEqualTo(run.id());
        assertThat(shown.path("found").asInt(-1)).isZero();
        assertThat(typed("runs", "--kind", "read-back")).contains(run.id());
        json("runs", "--json");
        assertThat(evidence()).isPresent();
    }

    @Test
    void damageTakesTheEvidenceAwayUntilAllFilesAreReadAgain() throws IOException {
        Path pack = pack();
        byte[] bytes = Files.readAllBytes(pack);
        verify();
        Files.delete(pack);

        assertDamaged(this::readBack);

        assertThat(evidence()).isEmpty();
        assertThat(typed("archive", "list")).contains("NOT WHOLE", "from its seal");
        Files.write(pack, bytes);
        assertDamaged(this::verify);
        assertThatThrownBy(() -> archive(false))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.hint()).contains("archive " + snapshot + " --repair"));
        assertThat(evidence()).isEmpty();

        readBack();
        verify();

        assertThat(evidence()).isPresent();
        assertThat(typed("archive", "list")).doesNotContain("NOT WHOLE");
    }

    @Test
    void aRepairSendsAgainWhatAReadingFoundDamagedAndEndsTheDamage() throws IOException {
        Path pack = pack();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(pack);
        Files.write(pack, bytes); // of the same length: no list shows it
        assertDamaged(this::readBack);
        assertThat(readings().of(snapshot)).hasValueSatisfying(last -> {
            assertThat(last.objects()).containsExactly(store.relativize(pack) + "!-");
            assertThat(last.objectsKnown()).isTrue();
        });

        archive(true);

        assertThat(store.resolve("snapshots/" + snapshot + ".2.json")).exists();
        assertThat(evidence()).isPresent();
        verify();
        assertThat(evidence()).isPresent();
        assertThat(typed("archive", "list")).doesNotContain("NOT WHOLE");
        assertThat(readBack().last(ArchiveEvent.FilesRead.class))
                .hasValueSatisfying(event -> assertThat(event.found()).hasValue(0));
    }

    @Test
    void aLaterRootThatNamesTheDamagedObjectEndsNothing() throws IOException {
        record(new StoreReadBack(damage(), 1, Set.of(store.relativize(pack()) + "!-"), true));
        writeLaterRoot();

        assertDamaged(this::verify);
        assertThat(evidence()).isEmpty();
        assertThatThrownBy(() -> archive(false)).hasMessageContaining("or they are damaged");
        assertThat(evidence()).isEmpty();
    }

    @Test
    void damageInObjectsThatAreNotKnownIsEndedByAReadingOnly() throws IOException {
        record(new StoreReadBack(damage(), 1, Set.of(), false));
        writeLaterRoot();

        assertDamaged(() -> archive(true));
        assertDamaged(this::verify);
        assertThat(evidence()).isEmpty();

        readBack();
        verify();

        assertThat(evidence()).isPresent();
    }

    @Test
    void anUnreadableRecordIsLoudAndNothingCountsAsWholeByIt() throws IOException {
        readBack();
        verify();
        Path record = deployment.state().resolve("archive/read-back.json");
        Files.writeString(record, "{");

        for (Runnable run : List.<Runnable>of(this::readBack, this::verify, () -> archive(false))) {
            assertThatThrownBy(run::run)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE))
                    .hasMessageContaining(record + " cannot be read: it is damaged");
        }
        assertThat(evidence()).isPresent(); // it was proven before
        assertThat(typed("archive", "list")).contains("NOT WHOLE", "what readings of all files found is unknown");
        assertThat(typed("archive", "show", snapshot)).contains("what readings of all files found is unknown");
        assertThat(typed("status")).contains("what readings of all files found is unknown");
        Files.delete(record);
        verify();
        assertThat(typed("archive", "list")).doesNotContain("NOT WHOLE");
    }

    /** Of the same objects, as a program would write it that knows nothing of the damage. */
    private void writeLaterRoot() throws IOException {
        String root = Files.readString(store.resolve("snapshots/" + snapshot + ".json"));
        String later = root.replaceFirst("\"archivedAt\":\"[^\"]*\"", "\"archivedAt\":\"2999-01-01T00:00:00Z\"");
        assertThat(later).isNotEqualTo(root);
        Files.writeString(store.resolve("snapshots/" + snapshot + ".2.json"), later);
    }

    private static ReadBack damage() {
        return new ReadBack(Instant.now(), "20261120T120000Z-read-back-0001", 1, Optional.of("a file differs"));
    }

    private void record(StoreReadBack reading) {
        Keeper keeper = HandMade.keeper(deployment);
        keeper.archive().readings().put(keeper.core().disk(), "file://" + store, snapshot, reading);
    }

    private StoreReadings readings() {
        return HandMade.keeper(deployment).archive().readings().read("file://" + store);
    }

    private void archive(boolean repair) {
        HandMade.keeper(deployment).archive().run(repair).run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private static void assertDamaged(Runnable run) {
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED));
    }

    @Test
    void aStoreThatIsAwayChangesNoEvidence() throws IOException {
        readBack();
        Files.move(store, folder.resolve("away"));

        assertThatThrownBy(this::readBack).hasMessageContaining("listing " + store);

        assertThat(evidence()).isPresent();
        Files.move(folder.resolve("away"), store);
        assertThat(typed("archive", "show", snapshot)).contains("all files read ");
    }

    private JsonNode json(String... typed) throws IOException {
        String out = typed(typed);
        Path schema = Path.of("docs/schema", typed[0] + ".json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(schema), InputFormat.JSON)
                        .validate(out, InputFormat.JSON))
                .isEmpty();
        return new ObjectMapper().readTree(out);
    }
}
