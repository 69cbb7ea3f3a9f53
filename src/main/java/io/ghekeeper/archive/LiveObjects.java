package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the roots without a tombstone need. */
final class LiveObjects {
    private final ObjectStore store;
    private final WorkFolder work;
    private final String appliance;

    /** @param appliance whose store it is */
    @SuppressWarnings("MissingSummary")
    LiveObjects(ObjectStore store, WorkFolder work, String appliance) {
        this.store = store;
        this.work = work;
        this.appliance = appliance;
    }

    /** The roots that there are, and which snapshots were given up. */
    record Roots(List<StoreRoot> all, Tombstones tombstones) {
        List<StoreRoot> live() {
            return all.stream().filter(root -> !tombstones.has(root.snapshot())).toList();
        }

        boolean has(String snapshot) {
            return all.stream().anyMatch(root -> root.snapshot().equals(snapshot));
        }
    }

    /** Lists them. */
    Roots roots() {
        // Tombstones first: one that comes later gives nothing up in this run.
        Tombstones tombstones = Tombstones.of(store, appliance);
        return new Roots(StoreRoots.of(store), tombstones);
    }

    /**
     * The objects that roots need, with the roots themselves.
     *
     * @return sorted lines {@code <key> <version>}
     * @throws Failure STORE_FAILED when a root cannot be read
     */
    Path of(List<StoreRoot> roots) throws IOException {
        LineSorter needed = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (StoreRoot root : roots) {
            work.requireGoOn();
            needed.add(root.key().text() + " " + root.version().orElse(ObjectRow.NONE));
            read(root, roots, needed);
        }
        return needed.sortedFile();
    }

    /** A damaged one that a repair wrote a later one over stays, and names nothing. */
    private void read(StoreRoot root, List<StoreRoot> roots, LineSorter needed) throws IOException {
        try {
            RootFacts facts = StoreRoots.read(
                    store, root, work, row -> needed.add(row.key().text() + " " + row.version()));
            if (!facts.appliance().equals(appliance)) {
                throw unreadable(root, "it is of the appliance " + facts.appliance(), null);
            }
        } catch (RootReader.DamagedRootException e) {
            if (roots.stream()
                    .noneMatch(later -> later.snapshot().equals(root.snapshot()) && later.number() > root.number())) {
                throw unreadable(root, e.getMessage(), e);
            }
        }
    }

    private static Failure unreadable(StoreRoot root, String why, Exception cause) {
        return new Failure(
                FailureKind.STORE_FAILED,
                "nothing is deleted: what the root " + root.key() + " needs is unknown: " + why,
                "Look at the object and its versions in the store. Where the snapshot is whole on the volume, type:"
                        + " ghe-keeper archive " + root.snapshot() + " --repair",
                cause);
    }
}
