package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Extends the locks of the snapshots that a store keeps: those with a root and without a tombstone. Each object is asked for
 * once, whatever number of snapshots needs it. What was extended is remembered, so that this costs two lists on most days.
 */
final class KeptSnapshotLocks {
    private final ArchiveSetting setting;
    private final String appliance;
    private final WorkFolder work;
    private final ArchiveProgress progress;
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();

    KeptSnapshotLocks(ArchiveSetting setting, String appliance, WorkFolder work, ArchiveProgress progress) {
        this.setting = setting;
        this.appliance = appliance;
        this.work = work;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @param archived was locked just now, if any
     * @return the snapshots whose locks were extended, with their new ends
     */
    Map<String, Instant> extend(Optional<ArchivedSnapshot> archived, ObjectLocks.ShortLocks locks)
            throws IOException, InterruptedException {
        LockEnds ends = LockEnds.read(
                setting.disk(), setting.folder(), setting.options().store());
        archived.ifPresent(receipt -> receipt.lockedUntil().ifPresent(end -> ends.put(receipt.snapshot(), end)));
        Tombstones gone = Tombstones.of(setting.store(), appliance);
        gone.strange().ifPresent(setting.warnings());
        Map<String, StoreRoot> kept = new TreeMap<>();
        // The last one of a snapshot: what an earlier one names may be lost.
        StoreRoots.of(setting.store()).forEach(root -> kept.put(root.snapshot(), root));
        kept.keySet().removeIf(gone::has);
        ends.retainAll(kept.keySet());
        List<StoreRoot> due = kept.values().stream()
                .filter(root -> ends.of(root.snapshot())
                        .filter(locks.isShort().negate())
                        .isEmpty())
                .toList();
        Map<String, Instant> extended = new TreeMap<>();
        for (String id : lock(due, locks.until())) {
            extended.put(id, locks.until());
            ends.put(id, locks.until());
        }
        ends.write();
        requireNoFailure();
        return extended;
    }

    /** Returns those whose objects are all locked. The roots are locked last. */
    private List<String> lock(List<StoreRoot> due, Instant until) throws IOException, InterruptedException {
        LineSorter objects = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        List<StoreRoot> read = new ArrayList<>();
        for (StoreRoot root : due) {
            if (add(root, objects)) {
                read.add(root);
            }
        }
        try (LineCursor lines = objects.sorted();
                PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            int lost = failures.size();
            for (; !lines.isAtEnd(); lines.next()) {
                ObjectRow row = ObjectRow.parse(lines.peek());
                lanes.submit(() -> lock(row.key(), row.namedVersion(), until));
            }
            lanes.finish();
            for (StoreRoot root : read) {
                lock(root.key(), root.version(), until);
            }
            // Which snapshots need the lost object is not known: nothing is claimed of any.
            return failures.size() > lost
                    ? List.of()
                    : read.stream().map(StoreRoot::snapshot).toList();
        }
    }

    private boolean add(StoreRoot root, LineSorter objects) throws IOException {
        try {
            RootFacts facts = StoreRoots.read(setting.store(), root, work, row -> objects.add(row.line()));
            if (!facts.appliance().equals(appliance)) {
                throw new RootReader.DamagedRootException("it is of another appliance");
            }
            return true;
        } catch (RootReader.DamagedRootException e) {
            failures.add(new Failure(
                    FailureKind.STORE_FAILED,
                    "the root " + root.key() + " is no proof: " + e.getMessage(),
                    "Look at the object in the store.",
                    e));
        } catch (Failure failure) {
            note(failure);
        }
        return false;
    }

    private void lock(ObjectKey key, Optional<String> version, Instant until) {
        try {
            setting.store().retain(key, version, until);
        } catch (Failure failure) {
            note(failure);
        }
        progress.answered();
    }

    /** What is wrong with one object keeps no other one from being locked. What is wrong with the store ends the run. */
    private void note(Failure failure) {
        if (failure.kind() != FailureKind.STORE_FAILED || failure.canPass()) {
            throw failure;
        }
        failures.add(failure);
    }

    private void requireNoFailure() {
        Failure first = failures.peek();
        if (first != null) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    Counts.of(failures.size(), "object")
                            + " of snapshots that the store keeps cannot be locked; the first: " + first.getMessage(),
                    "Look at the store's versions: nothing but its retention may delete. All other locks were extended.",
                    first);
        }
    }
}
