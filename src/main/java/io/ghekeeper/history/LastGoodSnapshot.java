package io.ghekeeper.history;

import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which snapshot is relied on: one rule for what is called the last good one, what a new one is compared with, and what
 * backup-utils' pruning has to spare.
 */
public final class LastGoodSnapshot {
    private static final int MOST_MEASURES = 10;

    private final History history;
    private Relied relied;

    LastGoodSnapshot(History history) {
        this.history = history;
    }

    /**
     * What is relied on at one moment.
     *
     * @param named the last good run, whether or not its snapshot is still there
     * @param whole the newest good run whose snapshot is still there and whole
     * @param good the newest of those whose snapshot no restore or drill disproved
     */
    private record Relied(Optional<Run> named, Optional<Run> whole, Optional<Run> good) {
        /** The snapshot of the last good run, where it is not there or not whole any more. */
        Optional<String> gone() {
            return named.equals(whole) ? Optional.empty() : named.flatMap(Run::snapshot);
        }

        /**
         * What new snapshots are measured by, and what pruning spares. Where every good snapshot failed its drill, the newest
         * of them: without a measure no later snapshot would be good, and none would be drilled.
         */
        Optional<Run> measure() {
            return good.or(() -> whole);
        }
    }

    private synchronized Relied relied() {
        if (relied == null) {
            relied = find();
        }
        return relied;
    }

    private Relied find() {
        Optional<Run> named = history.namedGood();
        Optional<Run> whole = named.filter(run -> snapshotOf(run).isPresent())
                .or(() -> named.flatMap(run -> newestBefore(run, older -> true)));
        RestoreResults results = history.restoreResults();
        Optional<Run> good = whole.filter(run -> !results.isFailed(run))
                .or(() -> whole.flatMap(run -> newestBefore(run, older -> !results.isFailed(older))));
        return new Relied(named, whole, good);
    }

    /** The newest good run whose snapshot is still there and whole, and failed no restore or drill. */
    public Optional<Run> lastGood() {
        return relied().good();
    }

    /** The snapshot of the last good run, where it is not there or not whole any more. */
    public Optional<String> gone() {
        return relied().gone();
    }

    /** Where the snapshot of a good run is gone, or failed its drill. */
    private Optional<Run> newestBefore(Run other, Predicate<Run> wanted) {
        return allBefore(other).filter(wanted).findFirst();
    }

    private Stream<Run> allBefore(Run other) {
        Map<String, Run> runs = history.makers();
        return history.catalogue().all().stream()
                .filter(this::isWhole)
                .flatMap(snapshot -> Optional.ofNullable(runs.get(snapshot.id())).stream())
                .filter(run -> run.isGood() && run.id().compareTo(other.id()) < 0);
    }

    private Optional<Snapshot> snapshotOf(Run run) {
        return run.snapshot().flatMap(history.catalogue()::find).filter(this::isWhole);
    }

    private boolean isWhole(Snapshot snapshot) {
        return isThere(snapshot) && damageFound(snapshot).isEmpty();
    }

    private static boolean isThere(Snapshot snapshot) {
        return snapshot.complete() && snapshot.applianceVersion().isPresent();
    }

    /** What a verification of it found. */
    private Optional<String> damageFound(Snapshot snapshot) {
        return history.evidence().of(snapshot.id()).damage();
    }

    /**
     * What a new snapshot is compared with: the last good one. Where no run was good yet, the newest of those that no run of
     * ours made, as after a move from another appliance: several, because it is unknown which of them are incomplete.
     * Never one that a run of ours left suspect or uncompared: a comparison with it would miss earlier losses.
     * Never one with a file whose form is wrong.
     */
    public List<Snapshot> measuresOf(String snapshotId) {
        Relied relied = relied();
        if (relied.named().isPresent()) {
            Stream<Snapshot> whole = relied.measure().stream()
                    .flatMap(run -> Stream.concat(Stream.of(run), allBefore(run)))
                    .flatMap(run -> snapshotOf(run).stream());
            return Stream.concat(whole, damagedGood(snapshotId))
                    .filter(LastGoodSnapshot::isSound)
                    .limit(1)
                    .toList();
        }
        return foreign().stream()
                .filter(other -> !other.id().equals(snapshotId))
                .filter(LastGoodSnapshot::isSound)
                .limit(MOST_MEASURES)
                .toList();
    }

    /**
     * Those of good runs in which verifications found damage. One damaged file may be in all snapshots: the new one, which
     * has it afresh, is compared with the newest of them, and not left suspect for want of a measure.
     */
    private Stream<Snapshot> damagedGood(String snapshotId) {
        return history.catalogue().all().stream()
                .filter(snapshot -> !snapshot.id().equals(snapshotId) && isThere(snapshot))
                .filter(snapshot -> damageFound(snapshot).isPresent())
                .filter(snapshot -> makerOf(snapshot).filter(Run::isGood).isPresent());
    }

    /** What a run that makes a snapshot reads besides: what it links to, and what it may be compared with. */
    public Set<String> readBeside(String snapshotId) {
        Stream<Snapshot> linked = history.catalogue().all().stream().filter(Snapshot::current);
        Stream<Snapshot> withParts = lastGood().stream()
                .flatMap(run -> SnapshotRemarks.of(run).partsLeftOut().stream())
                .flatMap(part -> newestGoodWith(part).stream());
        return Stream.of(linked, measuresOf(snapshotId).stream(), withParts)
                .flatMap(snapshots -> snapshots)
                .map(Snapshot::id)
                .collect(Collectors.toSet());
    }

    /** Whether its files have the forms that a restore needs, as far as their beginnings and ends show. */
    public static boolean isSound(Snapshot snapshot) {
        return Inventory.top(snapshot).defects().isEmpty();
    }

    /** Whether there were good snapshots: then a new one that has no measure needs a person. */
    public boolean hadGood() {
        return relied().named().isPresent();
    }

    /** The run that made a snapshot, where the journal has it. */
    public Optional<Run> makerOf(Snapshot snapshot) {
        return Optional.ofNullable(history.makers().get(snapshot.id()));
    }

    /** The newest good snapshot that no option left this part out of. */
    public Optional<Snapshot> newestGoodWith(String part) {
        Map<String, Run> runs = history.makers();
        return history.catalogue().all().stream()
                .filter(this::isWhole)
                .filter(snapshot -> Optional.ofNullable(runs.get(snapshot.id()))
                        .filter(run -> run.isGood()
                                && !SnapshotRemarks.of(run).partsLeftOut().contains(part))
                        .isPresent())
                .findFirst();
    }

    /** The complete snapshots that no run of ours made, as after a move from another appliance; the newest first. */
    public List<Snapshot> foreign() {
        Map<String, Run> runs = history.makers();
        return history.catalogue().all().stream()
                .filter(snapshot -> snapshot.complete() && !runs.containsKey(snapshot.id()))
                .filter(snapshot -> !isDamaged(snapshot, false))
                .filter(snapshot ->
                        history.evidence().of(snapshot.id()).doubts().isEmpty())
                .toList();
    }

    /**
     * The folders that are named like complete snapshots and cannot be; the newest by name first. Reads the runs only where
     * a name or a content is doubtful, since a journal may have thousands.
     */
    public List<Snapshot> damaged() {
        List<Snapshot> doubtful = history.catalogue().all().stream()
                .filter(snapshot -> isDamaged(snapshot, false))
                .toList();
        if (doubtful.isEmpty()) {
            return List.of();
        }
        Map<String, Run> runs = history.makers();
        return doubtful.stream()
                .filter(snapshot ->
                        isDamaged(snapshot, SnapshotList.isVouched(Optional.ofNullable(runs.get(snapshot.id())))))
                .toList();
    }

    private boolean isDamaged(Snapshot snapshot, boolean vouched) {
        return snapshot.complete()
                && (snapshot.damage(vouched, history.at()).isPresent()
                        || damageFound(snapshot).isPresent());
    }

    /** How many of the newest snapshots pruning must leave beside a new one: all, until there is a good one. */
    public int toBeSpared() {
        return relied().measure()
                .flatMap(Run::snapshot)
                .map(history.catalogue()::countFrom)
                .orElseGet(() -> history.catalogue().countFrom(""));
    }
}
