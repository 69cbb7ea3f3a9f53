package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoredCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What follows for each snapshot from what was found of objects. */
final class SnapshotFindings {
    private final List<RootFindings> roots;
    private final StoreReadings readings;
    private final Set<String> damaged;
    private final Set<String> needed = new TreeSet<>();
    private final LookRecord record;
    private final WorkFolder work;

    /** @param readings of all files of snapshots in the store */
    @SuppressWarnings("MissingSummary")
    SnapshotFindings(List<RootFindings> roots, StoreReadings readings, LookRecord record, WorkFolder work) {
        this.roots = roots;
        this.readings = readings;
        this.damaged = readings.damagedObjects();
        this.record = record;
        this.work = work;
    }

    /** Puts each fault beside the roots that need the object, and records those that only readings show. */
    void note(FaultLines faults) throws IOException {
        LineSorter doubts = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        try (LineCursor lines = faults.sorted()) {
            for (; !lines.isAtEnd(); lines.next()) {
                String[] words = lines.peek().split(" ", -1);
                ObjectFault fault = ObjectFault.valueOf(words[1].toUpperCase(Locale.ROOT));
                for (String root : words[2].split(",", -1)) {
                    note(roots.get(Integer.parseInt(root)), words[0], fault);
                }
                if (fault.needsReading()) {
                    doubts.add(words[0] + " " + fault.word());
                }
            }
        }
        try (LineCursor sorted = doubts.sorted()) {
            record.replaceDoubts(sorted);
        }
    }

    private static void note(RootFindings root, String name, ObjectFault fault) {
        if (fault == ObjectFault.LOCK) {
            root.lockShort();
        } else {
            root.add(name.substring(0, name.indexOf('!')), fault.words());
        }
    }

    /**
     * Notes of each root when its objects were read, and which of them readings of all files found damaged.
     *
     * @return the oldest reading of all; nothing where not all were read
     */
    Optional<Instant> readings(Path needed) throws IOException {
        long oldest = Long.MAX_VALUE;
        try (LineCursor objects = new SortedLines(needed);
                LineCursor looks = record.looks()) {
            for (; !objects.isAtEnd(); objects.next()) {
                NeededObject object = NeededObject.parse(objects.peek());
                noteReading(object);
                if (object.row().sha256().equals(ObjectRow.NONE)) {
                    continue;
                }
                looks.skipTo(object.name());
                long read = looks.isAt(object.name())
                        ? ObjectLook.parse(looks.peek()).read()
                        : 0;
                object.roots().forEach(root -> roots.get(root).read(read));
                oldest = Math.min(oldest, read);
            }
        }
        return oldest == 0 || oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochSecond(oldest));
    }

    private void noteReading(NeededObject object) {
        if (damaged.contains(object.name())) {
            needed.add(object.name());
            object.roots().forEach(root -> note(roots.get(root), object.name(), ObjectFault.UNREADABLE));
        }
    }

    /** Those that roots need of the objects that readings of all files found damaged. */
    Set<String> neededDamage() {
        return needed;
    }

    /**
     * Of each snapshot, the newest first. Its latest root counts: damage of that is named even where an earlier one is whole.
     *
     * @param lost snapshots without a root
     */
    List<StoredCopy> copies(String store, Set<String> lost) {
        Map<String, RootFindings> best = new TreeMap<>(Comparator.reverseOrder());
        roots.forEach(root -> best.merge(root.snapshot(), root, (earlier, later) -> later));
        List<StoredCopy> copies = new ArrayList<>();
        best.values().forEach(root -> copies.add(root.copy(store, readings.of(root.snapshot()))));
        lost.forEach(snapshot -> copies.add(new StoredCopy(
                snapshot,
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(StoreRoots.key(snapshot, 1) + ": " + ObjectFault.MISSING.words()),
                Optional.empty())));
        copies.sort(Comparator.comparing(StoredCopy::snapshot).reversed());
        return List.copyOf(copies);
    }
}
