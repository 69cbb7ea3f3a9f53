package io.ghekeeper.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the runs of the capture lane use, and so the one answer to whether a snapshot may be removed now. A run names in its
 * record what it uses before it uses that, and reads the names of snapshots after it has begun.
 *
 * @param runs the ids of the runs that are not proven dead
 * @param snapshots nothing where it is unknown: then all are in use
 */
public record SnapshotUses(Set<String> runs, Optional<Set<String>> snapshots) {
    /** None: for the holder of the capture lease, which shows that every run is dead. */
    public static final SnapshotUses NONE = new SnapshotUses(Set.of(), Optional.of(Set.of()));

    public SnapshotUses {
        runs = Set.copyOf(runs);
        snapshots = snapshots.map(Set::copyOf);
    }

    /**
     * While another process holds the capture lease.
     *
     * @param newest the newest runs; one that cannot be read may be the running one
     * @param gone whether a process is proven dead
     */
    static SnapshotUses of(Journal.Runs newest, Predicate<ProcessIdentity> gone) {
        List<Run> open = newest.readable().stream()
                .filter(run -> run.isOpen() && run.kind().lane() == Lane.CAPTURE && !gone.test(run.keeper()))
                .toList();
        boolean named = newest.unreadable().isEmpty()
                && !open.isEmpty()
                && open.stream().allMatch(run -> run.uses().isPresent());
        Set<String> used = new HashSet<>();
        open.forEach(run -> run.uses().ifPresent(used::addAll));
        return new SnapshotUses(
                open.stream().map(Run::id).collect(Collectors.toSet()), named ? Optional.of(used) : Optional.empty());
    }

    /** Whether no run uses this snapshot. */
    public boolean mayRemove(String snapshotId) {
        return snapshots.filter(used -> !used.contains(snapshotId)).isPresent();
    }
}
