package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRootsTest {
    private static final String ROOT = "snapshots/" + FIRST + ".json";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume);
        store = box.archiveTwo();
    }

    @Test
    void aRootThatIsHiddenIsReadByItsVersion() throws IOException {
        store.hide(ROOT);

        StoreRoot root = StoreRoots.of(store).get(0);

        assertThat(root.hidden()).isTrue();
        assertThat(root.snapshot()).isEqualTo(FIRST);
        assertThat(rows(root)).isNotEmpty().anyMatch(row -> row.startsWith("packs/"));
    }

    @Test
    void whatIsPutOverARootTakesNotItsPlace() throws IOException {
        store.overwrite(ROOT, "{}".getBytes(StandardCharsets.UTF_8));

        StoreRoot root = StoreRoots.of(store).get(0);

        assertThat(root.hidden()).isTrue();
        assertThat(rows(root)).isNotEmpty();
    }

    @Test
    void onlyRootsAreRoots() {
        byte[] other = "other".getBytes(StandardCharsets.UTF_8);
        store.overwrite("snapshots/" + FIRST + ".2.json", other);
        store.overwrite("snapshots/" + FIRST + ".1.json", other);
        store.overwrite("snapshots/latest.json", other);

        assertThat(StoreRoots.of(store))
                .extracting(root -> root.snapshot() + " " + root.number())
                .containsExactly(FIRST + " 1", FIRST + " 2", SECOND + " 1");
    }

    @Test
    void aDamagedRootIsFoundOut() {
        store.overwrite(StoreRoots.key(FIRST, 2).text(), "{}".getBytes(StandardCharsets.UTF_8));
        StoreRoot damaged = StoreRoots.of(store).get(1);

        assertThatThrownBy(() -> rows(damaged)).isInstanceOf(DamagedRootException.class);
    }

    /** A list that shows no root with this prefix. */
    private ObjectStore blind(String blindPrefix) {
        return new PruneBox.Hooked(store, () -> {}) {
            @Override
            public void versions(String prefix, Consumer<StoredVersion> each) {
                if (!prefix.startsWith(blindPrefix)) {
                    super.versions(prefix, each);
                }
            }
        };
    }

    @Test
    void aSnapshotIsGoneOnlyWhereNoneOfItsRootsIsThere() {
        store.overwrite("snapshots/" + FIRST + ".2.json", "{}".getBytes(StandardCharsets.UTF_8));
        store.lose(ROOT);
        assertThatThrownBy(() -> StoreRoots.requireGone(blind("snapshots/"), FIRST))
                .hasMessageContaining("lacks snapshots/" + FIRST + ".2.json");

        store.hide("snapshots/" + FIRST + ".2.json");
        assertThatThrownBy(() -> StoreRoots.requireGone(store, FIRST)).hasMessageContaining(FIRST + ".2.json");

        StoreRoots.requireGone(store, "20200101T000000");
    }

    private List<String> rows(StoreRoot root) throws IOException {
        List<String> rows = new ArrayList<>();
        try (WorkFolder work = new WorkFolder(new LocalDisk(), volume.resolve("work"), () -> {})) {
            StoreRoots.read(store, root, work, row -> rows.add(row.line()));
        }
        return rows;
    }
}
