package io.ghekeeper.monitor;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which snapshot is relied on: one rule for what is called the last good one, what a new one is compared with, and what
 * backup-utils' pruning has to spare.
 */
public final class Reliance {
    private static final int MOST_MEASURES = 10;

    private final Journal journal;
    private final Snapshots snapshots;
    private final SnapshotList list;

    public Reliance(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.list = new SnapshotList(journal, snapshots);
    }

    /**
     * What is relied on at one moment.
     *
     * @param named the last good run, whether or not its snapshot is still there
     * @param good the newest good run whose snapshot is still there and whole
     */
    record Relied(Optional<Run> named, Optional<Run> good) {
        /** The snapshot of the last good run, where it is not there or not whole any more. */
        Optional<String> gone() {
            return named.equals(good) ? Optional.empty() : named.flatMap(Run::snapshot);
        }

        boolean isBereft() {
            return named.isPresent() && good.isEmpty();
        }
    }

    Relied relied() {
        Optional<Run> named = journal.lastGood();
        return new Relied(
                named, named.filter(run -> snapshotOf(run).isPresent()).or(() -> named.flatMap(this::newestBefore)));
    }

    /** The newest good run whose snapshot is still there and whole. */
    public Optional<Run> lastGood() {
        return relied().good();
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
     * What a new snapshot is compared with: the last good one. Where no run was good yet, the newest of those that no run of
     * ours made, as after a move from another appliance: several, because nobody knows which of them hold less than they
     * should. Never one that a run of ours left suspect or uncompared: beside it, nothing would be missed that was lost
     * before.
     */
    public List<Snapshot> measuresOf(String snapshotId) {
        Relied relied = relied();
        Optional<Snapshot> good = relied.good().flatMap(this::snapshotOf);
        if (good.isPresent() || relied.isBereft()) {
            return good.stream().toList();
        }
        return foreign().stream()
                .filter(other ->
                        other.applianceVersion().isPresent() && !other.id().equals(snapshotId))
                .limit(MOST_MEASURES)
                .toList();
    }

    /** The complete snapshots that no run of ours made, as after a move from another appliance; the newest first. */
    public List<Snapshot> foreign() {
        Map<String, Run> runs = list.runs();
        return snapshots.all().stream()
                .filter(snapshot -> snapshot.complete() && !runs.containsKey(snapshot.id()))
                .toList();
    }

    /** Whether there were good snapshots, and none is left: then nobody but a person can say that a new one is good. */
    public boolean isBereft() {
        return relied().isBereft();
    }

    /** How many of the newest snapshots pruning must leave beside a new one: all, until there is a good one. */
    public int toBeSpared() {
        return lastGood().flatMap(Run::snapshot).map(snapshots::countFrom).orElseGet(() -> snapshots.countFrom(""));
    }
}
