package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.archive.StoreVerifier.StoreFindings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.ArchiveVerifyRun;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store has lost takes the evidence away, is seen everywhere, and comes back with the object. */
class ArchiveVerifyIT extends OneDeployment {
    private Path store;
    private Journal journal;
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("");
        journal = HandMade.journal(deployment);
        snapshot = HandMade.backUp(deployment);
        Keeper keeper = HandMade.keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private Path pack() throws IOException {
        try (Stream<Path> packs = Files.walk(store.resolve("packs"))) {
            return packs.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private Optional<ArchivedCopy> evidence() {
        return HandMade.keeper(deployment).archive().evidence().of(snapshot).archived();
    }

    @Test
    void aWholeStoreIsSaidToBeWholeByTheTypedCommand() throws IOException {
        assertThat(Typed.at(deployment, "archive", "show", snapshot).out())
                .contains("not yet: ghe-keeper archive verify");

        Deployment.Result verified = Typed.at(deployment, "archive", "verify", "--all");

        assertThat(verified.status()).as(verified.err() + verified.out()).isZero();
        assertThat(verified.out())
                .contains(
                        "1 snapshot with", "0 not whole", "the store keeps no checksums of its own", " succeeded in ");
        assertThat(evidence().flatMap(ArchivedCopy::listedAt)).isPresent();
        assertThat(evidence().flatMap(ArchivedCopy::readAt)).isPresent();
        assertThat(Typed.at(deployment, "archive", "list").out())
                .containsPattern("VERIFIED")
                .doesNotContain("NOT WHOLE");
        assertThat(Typed.at(deployment, "archive", "show", snapshot).out())
                .contains("all objects were there", "all objects since");
        assertThat(json("archive", "list", "--json")
                        .path("snapshots")
                        .path(0)
                        .path("verification")
                        .path("whole")
                        .asBoolean())
                .isTrue();
        assertThat(Typed.at(deployment, "runs", "--kind", "archive-verify").out())
                .contains("archive-verify");
        assertThat(json("runs", "--json").path("runs").path(0).path("kind").asText())
                .isEqualTo("archive-verify");
    }

    @Test
    void aLostPackTakesTheEvidenceAwayAndItsReturnGivesItBack() throws IOException {
        Path pack = pack();
        byte[] bytes = Files.readAllBytes(pack);
        Files.delete(pack);

        assertThatThrownBy(() -> verify(false))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED))
                .hasMessageContaining(snapshot)
                .hasMessageContaining(store.relativize(pack).toString());

        assertThat(evidence()).isEmpty();
        Run run = journal.newest(1).readable().get(0);
        assertThat(run.last(ArchiveEvent.CopyDamaged.class))
                .hasValueSatisfying(event -> assertThat(event.gaveUp()).isTrue());
        assertThat(Typed.at(deployment, "archive", "list").out()).contains("NOT WHOLE", "not whole: " + snapshot);
        assertThat(Typed.at(deployment, "archive", "show", snapshot).out()).contains("NOT WHOLE: 1 object");

        Files.write(pack, bytes);
        verify(false);

        assertThat(evidence().flatMap(ArchivedCopy::listedAt)).isPresent();
        assertThat(Typed.at(deployment, "archive", "list").out()).doesNotContain("NOT WHOLE");
    }

    @Test
    void damageInPlaceIsFoundByReading() throws IOException {
        Path pack = pack();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        pack.toFile().setWritable(true);
        Files.write(pack, bytes);

        assertThatThrownBy(() -> verify(true)).hasMessageContaining("its bytes are not those that were put");

        assertThat(evidence()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayTakesNoEvidenceAway() throws IOException {
        Files.move(store, folder.resolve("away"));

        assertThatThrownBy(() -> verify(false)).hasMessageContaining("there is no folder " + store);

        assertThat(evidence()).isPresent();
    }

    @Test
    void whatIsOnlyInTheStoreIsVerifiedAndSeenToo() throws IOException {
        Instant at = Instant.parse("2026-11-01T00:00:00Z");
        StoredCopy gone = new StoredCopy(
                "20200101T000000",
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                2,
                List.of("packs/a: it is gone"),
                Optional.empty());

        assertThatThrownBy(() -> run(new StoreVerification(
                                at,
                                "r",
                                "file://" + store,
                                3,
                                3,
                                0,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(gone)))
                        .run(Run.Cause.HAND, Optional.empty(), false))
                .hasMessageContaining("1 of 1 snapshot in file://" + store + " is not whole")
                .hasMessageContaining("20200101T000000");

        assertThat(HandMade.keeper(deployment)
                        .archive()
                        .verifications()
                        .read("file://" + store)
                        .orElseThrow()
                        .damaged())
                .containsExactly(gone);
        assertThat(HandMade.keeper(deployment).archive().evidence().all().byId())
                .doesNotContainKey("20200101T000000");
    }

    @Test
    void anotherAppliancesSnapshotOfTheSameIdProvesNothing() {
        Keeper keeper = HandMade.keeper(deployment);
        keeper.archive().evidence().unarchived(keeper.core().disk(), snapshot);
        StoredCopy foreign = new StoredCopy(
                snapshot,
                "00000000-0000-0000-0000-000000000000",
                Optional.of(new ArchivedCopy("file://" + store, Instant.EPOCH, "r", Optional.empty())),
                Optional.empty(),
                false,
                0,
                List.of(),
                Optional.empty());

        run(new StoreVerification(
                        Instant.EPOCH,
                        "r",
                        "file://" + store,
                        1,
                        1,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(foreign)))
                .run(Run.Cause.HAND, Optional.empty(), false);

        assertThat(evidence()).isEmpty();
    }

    @Test
    void anOlderRecordOfEvidenceIsReadAsItIs() throws IOException {
        Path file = HandMade.keeper(deployment).archive().evidence().directory().resolve(snapshot + ".json");
        String old =
                "{\"format\": 1, \"archived\": {\"at\": \"2026-11-20T12:00:00Z\", \"run\": \"r\", \"store\": \"s\"}}";

        Files.write(file, old.getBytes(StandardCharsets.UTF_8));

        assertThat(evidence())
                .contains(new ArchivedCopy("s", Instant.parse("2026-11-20T12:00:00Z"), "r", Optional.empty()));
    }

    private void verify(boolean all) {
        HandMade.keeper(deployment).storeVerification().run().run(Run.Cause.HAND, Optional.empty(), all);
    }

    private ArchiveVerifyRun run(StoreVerification found) {
        Keeper keeper = HandMade.keeper(deployment);
        ArchiveTransfer progress = new ArchiveTransfer();
        return new ArchiveVerifyRun(
                keeper.runs().execution(keeper.archive().settings().limits(), progress),
                progress,
                keeper.core().historyReader(),
                keeper.archive().settings(),
                warn -> (run, all, last, expected, goOn) -> new StoreFindings(found, List.of(), Set.of(), Set.of()),
                new ArchiveVerifyRun.ResultPlaces(
                        keeper.archive().evidence(),
                        keeper.archive().verifications(),
                        keeper.archive().readings(),
                        keeper.core().disk(),
                        Optional.empty()));
    }

    private JsonNode json(String... typed) throws IOException {
        Deployment.Result result = Typed.at(deployment, typed);
        Path schema = Path.of("docs/schema", typed[0] + ".json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(schema), InputFormat.JSON)
                        .validate(result.out(), InputFormat.JSON))
                .isEmpty();
        return new ObjectMapper().readTree(result.out());
    }
}
