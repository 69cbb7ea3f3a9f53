package io.ghekeeper.retention;

import io.ghekeeper.history.History;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.release.Release;
import io.ghekeeper.snapshot.IncompleteSnapshots.AgedSnapshot;
import io.ghekeeper.snapshot.ReadBack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes the facts of a plan from one view of the volume. What no part of ghe-keeper finds out yet is not in them. */
public final class RetentionFactsReader {
    private final Predicate<ProcessIdentity> gone;

    /** @param gone whether a process is proven gone */
    @SuppressWarnings("MissingSummary")
    public RetentionFactsReader(Predicate<ProcessIdentity> gone) {
        this.gone = gone;
    }

    /**
     * The facts at the time of the view.
     *
     * @param incomplete the incomplete snapshots with their ages
     * @param uses what the capture lane uses
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE when the data directory cannot be read
     */
    public RetentionFacts read(History history, List<AgedSnapshot> incomplete, SnapshotUses uses) {
        Set<String> needed = history.catalogue().neededForIncrements();
        Map<String, AgedSnapshot> ages = incomplete.stream()
                .collect(Collectors.toMap(AgedSnapshot::id, Function.identity(), (one, other) -> other));
        List<SnapshotFacts> snapshots = history.snapshots(gone).stream()
                .map(entry -> facts(entry, needed.contains(entry.id()), Optional.ofNullable(ages.get(entry.id()))))
                .toList();
        return new RetentionFacts(history.at(), snapshots, runs(history, uses));
    }

    private static boolean isVerified(SnapshotEntry entry) {
        return entry.evidence().readBack().filter(ReadBack::isWhole).isPresent();
    }

    /** Which of those that are not archived have to wait is for {@link UnarchivedSnapshots} to say. */
    private static SnapshotFacts.ArchiveCopy copy(SnapshotEntry entry) {
        return entry.evidence().archived().isPresent()
                ? SnapshotFacts.ArchiveCopy.PROVEN
                : SnapshotFacts.ArchiveCopy.NOT_USED;
    }

    private static SnapshotFacts facts(SnapshotEntry entry, boolean needed, Optional<AgedSnapshot> age) {
        Optional<Instant> begun = Optional.of(entry.begun()).filter(time -> !entry.isTimeless());
        return new SnapshotFacts(
                entry.id(),
                begun,
                entry.state(),
                entry.failed()
                        .map(SnapshotEntry.FailedRestore::at)
                        .or(() -> entry.evidence().doubtedAt())
                        .or(() -> begun),
                entry.applianceVersion().flatMap(Release::read).map(Release::feature),
                entry.current(),
                new SnapshotFacts.ProvenFacts(
                        isVerified(entry), entry.restored().isPresent(), copy(entry)),
                entry.evidence(),
                needed,
                age.filter(some -> entry.state() == SnapshotState.INCOMPLETE)
                        .map(some -> new SnapshotFacts.UntouchedTime(some.age(), some.due())));
    }

    private RunFacts runs(History history, SnapshotUses uses) {
        Optional<RunFacts.NewestRun> newest = history.ids().stream()
                .flatMap(id -> RunIds.timeOf(id).map(begun -> new RunFacts.NewestRun(id, begun)).stream())
                .findFirst();
        return new RunFacts(lastBackup(history), newest, uses);
    }

    /** Of those that did something and are not running; reads no other run. */
    private Optional<RunFacts.LastBackup> lastBackup(History history) {
        return history.ids().stream()
                .filter(id -> RunIds.isOf(Run.Kind.BACKUP, id))
                .flatMap(id -> end(history, id).map(end -> new RunFacts.LastBackup(id, end)).stream())
                .findFirst();
    }

    private Optional<RunFacts.BackupEnd> end(History history, String id) {
        Optional<Run> read = history.readable(id);
        if (read.isEmpty()) {
            return Optional.of(RunFacts.BackupEnd.UNKNOWN);
        }
        Run run = read.get();
        if (run.isGood()) {
            return Optional.of(RunFacts.BackupEnd.GOOD);
        }
        if (run.isOpen()) {
            return gone.test(run.keeper()) ? Optional.of(RunFacts.BackupEnd.INTERRUPTED) : Optional.empty();
        }
        return switch (run.end().orElseThrow().outcome()) {
            case SUCCEEDED -> Optional.of(RunFacts.BackupEnd.GOOD);
            case SUSPECT -> Optional.of(RunFacts.BackupEnd.SUSPECT);
            case FAILED -> Optional.of(RunFacts.BackupEnd.FAILED);
            case INTERRUPTED -> Optional.of(RunFacts.BackupEnd.INTERRUPTED);
            case SKIPPED -> Optional.empty();
        };
    }
}
