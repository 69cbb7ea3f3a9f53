package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSnapshotsTest {
    private static final String TOMBSTONE = "tombstones/" + FIRST + ".json";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume);
        store = box.archiveTwo();
    }

    private void giveUp() {
        new StoreSnapshots(store).giveUp(FIRST, ArchiveBox.UUID, "a-run", "no rule keeps it");
    }

    @Test
    void aTombstoneSaysWhoGaveTheSnapshotUpAndWhy() throws IOException {
        giveUp();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectKey key = new ObjectKey(TOMBSTONE);
        store.fetch(key, 0, store.find(key).orElseThrow().length(), bytes);
        JsonNode document = new ObjectMapper().readTree(bytes.toByteArray());
        assertThat(document.path("format").asInt()).isEqualTo(1);
        assertThat(document.path("appliance").asText()).isEqualTo(ArchiveBox.UUID);
        assertThat(document.path("snapshot").asText()).isEqualTo(FIRST);
        assertThat(document.path("at").asText()).isEqualTo(store.now().toString());
        assertThat(document.path("run").asText()).isEqualTo("a-run");
        assertThat(document.path("reason").asText()).isEqualTo("no rule keeps it");
    }

    @Test
    void whatHasATombstoneIsGivenUpAndStaysSoWhereItIsHidden() {
        giveUp();
        giveUp();
        store.hide(TOMBSTONE);
        store.hide("snapshots/" + SECOND + ".json");

        StoreSnapshots.StoredSnapshots there = new StoreSnapshots(store).list();

        assertThat(there.kept()).containsExactly(SECOND);
        assertThat(there.givenUp()).containsExactly(FIRST);
    }

    /** Else a name would be enough to have a snapshot forgotten. */
    @Test
    void whatIsNoDocumentOfTheApplianceGivesNothingUpAndIsNamed() {
        for (String text : List.of(
                "\0\0\0{\0",
                "",
                "{}",
                "[",
                "{\"snapshot\": \"" + FIRST + "\"}",
                "{\"snapshot\": \"" + SECOND + "\", \"appliance\": \"" + ArchiveBox.UUID + "\"}",
                "{\"snapshot\": \"" + FIRST + "\", \"appliance\": \"11111111-1f0e-4b52-9d3e-6a5a1c1b7f10\"}")) {
            store.overwrite(TOMBSTONE, text.getBytes(StandardCharsets.UTF_8));

            StoreSnapshots.StoredSnapshots there = new StoreSnapshots(store).list();

            assertThat(there.kept()).as(text).containsExactly(FIRST, SECOND);
            assertThat(there.givenUp()).as(text).isEmpty();
            assertThat(there.strange())
                    .as(text)
                    .hasValue(
                            "1 tombstone of the store gives nothing up: it does not name the snapshot and the appliance "
                                    + ArchiveBox.UUID + ": " + TOMBSTONE);
            box.warnings.clear();
            box.archive(FIRST, store, new LocalDisk());
            assertThat(box.warnings).as(text).anyMatch(words -> words.contains(TOMBSTONE));
        }
        assertThatThrownBy(this::giveUp).hasMessageContaining("is another document");
    }

    @Test
    void aTombstoneThatSomethingWasPutOverStillCounts() {
        giveUp();
        store.overwrite(TOMBSTONE, "{}".getBytes(StandardCharsets.UTF_8));

        StoreSnapshots.StoredSnapshots there = new StoreSnapshots(store).list();

        assertThat(there.givenUp()).containsExactly(FIRST);
        assertThat(there.strange()).isEmpty();
    }

    @Test
    void manyStrangeTombstonesAreCountedAndSomeNamed() {
        for (int day = 10; day < 29; day++) {
            store.overwrite("tombstones/202501" + day + "T000000.json", "{}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new StoreSnapshots(store).list().strange().orElseThrow())
                .startsWith("19 tombstones of the store give nothing up: they do not name")
                .contains("tombstones/20250114T000000.json and others")
                .doesNotContain("20250115");
    }

    @Test
    void anotherAppliancesStoreGetsNoTombstone() {
        assertThatThrownBy(() -> new StoreSnapshots(store)
                        .giveUp(FIRST, "11111111-1f0e-4b52-9d3e-6a5a1c1b7f10", "a-run", "no rule"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID))
                .hasMessageContaining(ArchiveBox.UUID);
        assertThat(store.keys()).doesNotContain(TOMBSTONE);
    }

    @Test
    void whatHasATombstoneIsNotArchived() {
        giveUp();

        assertThatThrownBy(() -> box.archive(FIRST, store, new LocalDisk()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the store has a tombstone of it");
    }
}
