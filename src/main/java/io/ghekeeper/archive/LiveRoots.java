package io.ghekeeper.archive;

import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The roots that retention has not given up, and the objects that they need. */
final class LiveRoots {
    private final List<RootFindings> findings = new ArrayList<>();
    private final NeededUnion needed;
    private final Set<String> lost = new TreeSet<>();
    private final Set<String> givenUp = new TreeSet<>();

    private final Tombstones tombstones;

    private LiveRoots(WorkFolder work, Tombstones tombstones) {
        this.tombstones = tombstones;
        this.needed = new NeededUnion(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    /**
     * Reads them.
     *
     * @param expected snapshots that have to be there
     * @param ends until when archive runs locked them
     * @throws Failure of the store; CONFIGURATION_INVALID where it has tombstones and does not say whose it is; STORE_FAILED where its list lacks a root that it has
     */
    static LiveRoots read(
            ObjectStore store, Set<String> expected, LockEnds ends, WorkFolder work, ArchiveProgress progress)
            throws IOException {
        Set<String> missing = new HashSet<>(expected);
        Tombstones tombstones = Tombstones.of(store);
        LiveRoots roots = new LiveRoots(work, tombstones);
        missing.removeIf(tombstones::has);
        expected.stream().filter(tombstones::has).forEach(roots.givenUp::add);
        for (StoreRoot root : StoreRoots.of(store)) {
            progress.requireGoOn();
            missing.remove(root.snapshot());
            if (!tombstones.has(root.snapshot())) {
                roots.read(store, root, ends.of(root.snapshot()), work);
            }
        }
        for (String snapshot : missing) {
            StoreRoots.requireGone(store, snapshot);
            roots.lost.add(snapshot);
        }
        return roots;
    }

    private void read(ObjectStore store, StoreRoot root, Optional<Instant> locked, WorkFolder work) throws IOException {
        int place = findings.size();
        needed.add(root.row(), place);
        try {
            RootFacts facts = StoreRoots.read(store, root, work, row -> needed.add(row, place));
            findings.add(new RootFindings(root, Optional.of(facts), locked));
        } catch (DamagedRootException e) {
            RootFindings damaged = new RootFindings(root, Optional.empty(), locked);
            damaged.add(root.key().text(), e.getMessage());
            findings.add(damaged);
        }
    }

    /** One for each root, by the places that {@link NeededObject#roots} has. */
    List<RootFindings> findings() {
        return findings;
    }

    /** Snapshots that have to be there, and have no root. */
    Set<String> lost() {
        return lost;
    }

    /** Snapshots that have to be there, and that a tombstone gives up. */
    Set<String> givenUp() {
        return givenUp;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    /** Lines of {@link NeededObject}; once. */
    Path needed() throws IOException {
        return needed.file();
    }
}
