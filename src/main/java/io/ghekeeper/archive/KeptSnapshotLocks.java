package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extends the locks of the snapshots that a store keeps: those with a root and without a tombstone. Each object is asked for
 * once, whatever number of snapshots needs it. What was extended is remembered, so that this costs two lists on most days.
 */
final class KeptSnapshotLocks {
    private static final String ROOTS = "snapshots/";
    private static final String TOMBSTONES = "tombstones/";
    private static final Pattern DOCUMENT = Pattern.compile("[a-z]+/([0-9]{8}T[0-9]{6})\\.json");

    private final ArchiveSetting setting;
    private final String appliance;
    private final WorkFolder work;
    private final ArchiveProgress progress;
    private final ArchiveRoots roots;
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();

    KeptSnapshotLocks(ArchiveSetting setting, String appliance, WorkFolder work, ArchiveProgress progress) {
        this.setting = setting;
        this.appliance = appliance;
        this.work = work;
        this.progress = progress;
        this.roots = new ArchiveRoots(setting.store(), work);
    }

    /**
     * Does it.
     *
     * @param archived was locked just now
     * @return the snapshots whose locks were extended, with their new ends
     */
    Map<String, Instant> extend(ArchivedSnapshot archived, ObjectLocks.ShortLocks locks)
            throws IOException, InterruptedException {
        LockEnds ends = LockEnds.read(setting);
        archived.lockedUntil().ifPresent(end -> ends.put(archived.snapshot(), end));
        SortedSet<String> kept = ids(ROOTS);
        kept.removeAll(ids(TOMBSTONES));
        ends.retainAll(kept);
        List<String> due = kept.stream()
                .filter(id -> ends.of(id).filter(locks.isShort().negate()).isEmpty())
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

    private SortedSet<String> ids(String folder) {
        SortedSet<String> ids = new TreeSet<>();
        setting.store().list(folder, object -> {
            progress.requireGoOn();
            Matcher document = DOCUMENT.matcher(object.key().text());
            if (document.matches()) {
                ids.add(document.group(1));
            }
        });
        return ids;
    }

    /** Returns those whose objects are all locked. The roots are locked last. */
    private List<String> lock(List<String> due, Instant until) throws IOException, InterruptedException {
        LineSorter objects = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        List<String> read = new ArrayList<>();
        List<StoredObject> stored = new ArrayList<>();
        for (String id : due) {
            add(id, objects).ifPresent(root -> {
                read.add(id);
                stored.add(root);
            });
        }
        try (LineCursor lines = objects.sorted();
                PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            int lost = failures.size();
            for (; !lines.isAtEnd(); lines.next()) {
                ObjectRow row = ObjectRow.parse(lines.peek());
                lanes.submit(() -> lock(row.key(), row.namedVersion(), until));
            }
            lanes.finish();
            for (StoredObject root : stored) {
                lock(root.key(), root.version(), until);
            }
            // Which snapshots need the lost object is not known: nothing is claimed of any.
            return failures.size() > lost ? List.of() : read;
        }
    }

    private Optional<StoredObject> add(String id, LineSorter objects) throws IOException {
        try {
            Optional<ArchiveRoots.StoredRoot> root = roots.read(id, appliance);
            if (root.isEmpty()) {
                return Optional.empty();
            }
            try (LineCursor rows = new SortedLines(root.get().rows())) {
                for (; !rows.isAtEnd(); rows.next()) {
                    objects.add(rows.peek());
                }
            }
            work.disk().delete(root.get().rows());
            return Optional.of(root.get().object());
        } catch (Failure failure) {
            note(failure);
            return Optional.empty();
        }
    }

    private void lock(ObjectKey key, Optional<String> version, Instant until) {
        try {
            setting.store().retain(key, version, until);
        } catch (Failure failure) {
            note(failure);
        }
        progress.lockedObject();
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
