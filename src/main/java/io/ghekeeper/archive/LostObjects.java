package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Finds what the store lost of an archived snapshot. */
final class LostObjects {
    private final ArchiveSetting setting;
    private final WorkFolder work;
    private final LineSorter keys;
    private int latest;
    private String first = "";

    /** @param changed that a reading found to be other ones */
    @SuppressWarnings("MissingSummary")
    LostObjects(ArchiveSetting setting, WorkFolder work, Collection<ObjectKey> changed) throws IOException {
        this.setting = setting;
        this.work = work;
        this.keys = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (ObjectKey key : changed) {
            keys.add(key.text());
            first = first.isEmpty() ? key.text() : first;
        }
    }

    /** What the latest root says, where nothing is lost; nothing where a further root is needed, or the first one. */
    Optional<ArchiveRoots.StoredRoot> find(String snapshotId, String appliance, ArchiveProgress progress)
            throws IOException {
        ArchiveRoots roots = new ArchiveRoots(setting.store(), work);
        Optional<StoreRoot> root = roots.latest(snapshotId);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        latest = root.get().number();
        try {
            ArchiveRoots.StoredRoot stored = roots.read(root.get(), appliance);
            new ReadBackCheck(setting.store(), work, setting.looks(), progress).require(stored.rows(), stored.count());
            return Optional.of(stored)
                    .filter(whole -> keys.count() == 0 && !root.get().hidden());
        } catch (LostObjectsException e) {
            add(e);
        } catch (RootReader.DamagedRootException e) {
            setting.warnings().accept("the root " + root.get().key() + " says nothing: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void add(LostObjectsException found) throws IOException {
        first = first.isEmpty() ? found.first() : first;
        try (LineCursor lines = new SortedLines(found.lost())) {
            for (; !lines.isAtEnd(); lines.next()) {
                keys.add(lines.key());
            }
        }
    }

    /** The number of the root that is to be written. */
    int nextRoot() {
        return latest + 1;
    }

    /** All of them; nothing where none is. */
    Optional<LostObjectsException> all() throws IOException {
        long count = keys.count();
        if (count == 0) {
            return Optional.empty();
        }
        Path sorted = keys.sortedFile();
        return Optional.of(new LostObjectsException(sorted, count, first));
    }
}
