package io.ghekeeper.history;

import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.snapshot.Snapshot;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds the run that made each snapshot on the volume. */
final class SnapshotMakers {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    /** A run begins before its snapshot, by the time of its earlier attempts at most. */
    private static final int DAYS_BEFORE_SNAPSHOT = 31;

    private static final long DAY_SECONDS = 86_400;

    private SnapshotMakers() {}

    /** By run that has ended, the snapshot that it made, or nothing. That does not change, so it is kept from view to view. */
    static final class KnownMakers {
        private final Map<String, String> snapshots = new ConcurrentHashMap<>();
    }

    /** By snapshot; where several runs name one, the newest. */
    static Map<String, Run> of(History history, KnownMakers known) {
        List<Snapshot> all = history.catalogue().all();
        if (all.isEmpty()) {
            return Map.of();
        }
        Set<String> there = all.stream().map(Snapshot::id).collect(Collectors.toSet());
        String from = all.get(all.size() - 1)
                .begin()
                .map(begun -> DAY.format(begun.minusSeconds(DAYS_BEFORE_SNAPSHOT * DAY_SECONDS)))
                .orElse("");
        List<String> since = history.ids().stream()
                .takeWhile(id -> id.compareTo(from) >= 0)
                .filter(id -> RunIds.isOf(Run.Kind.BACKUP, id))
                .toList();
        known.snapshots.keySet().retainAll(Set.copyOf(since));
        Map<String, Run> makers = new HashMap<>();
        for (String id : since) {
            String made = known.snapshots.get(id);
            if (made == null || there.contains(made)) {
                maker(history, id, known)
                        .ifPresent(run -> makers.putIfAbsent(run.snapshot().orElseThrow(), run));
            }
        }
        return Map.copyOf(makers);
    }

    /** The backup of this id, where it names a snapshot. One that cannot be read made none that is known. */
    private static Optional<Run> maker(History history, String id, KnownMakers known) {
        Optional<Run> run = history.readable(id);
        run.filter(ended -> !ended.isOpen())
                .ifPresent(ended -> known.snapshots.put(id, ended.snapshot().orElse("")));
        return run.filter(named -> named.snapshot().isPresent());
    }
}
