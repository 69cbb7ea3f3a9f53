package io.ghekeeper.monitor;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which snapshot is relied on: one rule for what is called the last good one, what a new one is compared with, and what
 * backup-utils' pruning has to spare.
 */
public final class Reliance {
    private final Journal journal;
    private final Snapshots snapshots;
    private final SnapshotList list;

    public Reliance(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.list = new SnapshotList(journal, snapshots);
    }

    /** The newest good run whose snapshot is still there and whole. */
    public Optional<Run> lastGood() {
        Optional<Run> named = journal.lastGood();
        return named.filter(run -> snapshotOf(run).isPresent()).or(() -> named.flatMap(this::newestBefore));
    }

    /** Somebody removed the snapshot of the last good run. */
    private Optional<Run> newestBefore(Run gone) {
        Map<String, Run> runs = list.runs();
        return snapshots.all().stream()
                .filter(Snapshot::complete)
                .flatMap(snapshot -> Optional.ofNullable(runs.get(snapshot.id())).stream())
                .filter(run -> run.isGood() && run.id().compareTo(gone.id()) < 0)
                .findFirst();
    }

    private Optional<Snapshot> snapshotOf(Run run) {
        return run.snapshot().flatMap(snapshots::find).filter(Snapshot::complete);
    }

    /**
     * What a new snapshot is compared with: the last good one; where there is none, the newest complete one that no run of
     * ours made, as after a move from another appliance; then one that a run of ours left whole and unproven. Never one
     * that is suspect: beside it, nothing would be missed that was lost before.
     */
    public Optional<Snapshot> measureOf(String snapshotId) {
        return lastGood().flatMap(this::snapshotOf).or(() -> {
            Map<String, Run> runs = list.runs();
            Predicate<Snapshot> foreign = other -> !runs.containsKey(other.id());
            Predicate<Snapshot> unproven =
                    other -> !foreign.test(other) && !runs.get(other.id()).isSuspect();
            return snapshots.before(snapshotId, foreign).or(() -> snapshots.before(snapshotId, unproven));
        });
    }
}
