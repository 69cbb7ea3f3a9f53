package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may only write to the store makes no snapshot of it by a name alone. */
class WholeRootsTest {
    private static final String MANIFEST_ONLY =
            "{\"format\":1,\"appliance\":\"" + UUID + "\",\"snapshot\":\"" + THIRD + "\",\"manifest\":\"manifests/x\",";

    @TempDir
    Path volume;

    private final List<String> faults = new ArrayList<>();
    private ArchiveBox box;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume);
        store = box.archiveTwo();
    }

    private boolean has(ObjectStore objects, String id) {
        return new WholeRoots(new ArchiveAccess(box.state, box.disk, objects, Optional.empty(), 1))
                .has(id, UUID, faults::add);
    }

    /** The second begins as a document in UTF-32 does. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "\0\0\0{\0", "\u00ff", MANIFEST_ONLY + "\"objects\":[]}"})
    void junkIsPassedOverWithItsReason(String junk) {
        store.overwrite("snapshots/" + THIRD + ".json", junk.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(has(store, THIRD)).isFalse();

        assertThat(faults).singleElement().asString().contains("snapshots/" + THIRD + ".json", "passed over: it");
        assertThat(has(store, SECOND)).isTrue();
    }

    /** Memory must not grow with it: the supervisor has little. */
    @Test
    void aRootHasFewFieldsAndShortWords() throws IOException {
        String many = IntStream.range(0, 40).mapToObj(n -> "\"f" + n + "\":1,").collect(Collectors.joining());
        String root = fetched(FIRST);
        for (String more :
                List.of(many, "\"f\":\"" + "x".repeat(40_000) + "\",", "\"" + "f".repeat(40_000) + "\":1,")) {
            faults.clear();
            store.lose("snapshots/" + FIRST + ".json");
            store.overwrite(
                    "snapshots/" + FIRST + ".json",
                    root.replaceFirst("\\{", "{" + more).getBytes(StandardCharsets.UTF_8));

            assertThat(has(store, FIRST)).isFalse();
            assertThat(faults).singleElement().asString().endsWith("it is damaged");
        }
    }

    private String fetched(String id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectKey key = StoreRoots.key(id, 1);
        store.fetch(key, 0, store.find(key).orElseThrow().length(), bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCopyOfTheStoreHasOtherEtags() {
        ObjectStore copied = new PruneBox.Hooked(store, () -> {}) {
            @Override
            public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
                return super.find(key, version)
                        .map(there -> new StoredObject(
                                there.key(),
                                there.length(),
                                there.version(),
                                Optional.of("\"another\""),
                                there.retainedUntil()));
            }
        };

        assertThat(has(copied, FIRST)).isTrue();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1\\nx", "v\u4e2d", "v 1", ""})
    void aVersionThatCanStandInNoLineIsDamage(String version) throws IOException {
        String root = fetched(FIRST);
        store.lose("snapshots/" + FIRST + ".json");
        store.overwrite(
                "snapshots/" + FIRST + ".json",
                root.replaceAll("\"version\":\"[^\"]*\"", "\"version\":\"" + version.replace("\\", "\\\\") + "\"")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(has(store, FIRST)).isFalse();

        assertThat(faults).singleElement().asString().endsWith("it has a row that names no object");
    }
}
