package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which snapshot is archived next, and when the supervisor has that done. */
public final class NextArchive implements KeepTask {
    private static final String CHOOSE = "Choose another one: ghe-keeper snapshots";

    private final HistoryReader reader;
    private final ArchiveSettings settings;
    private final TaskTicks ticks;

    /**
     * The question.
     *
     * @param nextTick of {@code archive.schedule}: the first tick after an instant; nothing where none is scheduled
     * @param begin of the supervisor: no tick before that is made up for where there was no archive run yet
     */
    public NextArchive(
            HistoryReader reader,
            ArchiveSettings settings,
            Function<Instant, Optional<Instant>> nextTick,
            Instant begin) {
        this.reader = reader;
        this.settings = settings;
        this.ticks = new TaskTicks(nextTick, begin);
    }

    /**
     * The newest good sealed snapshot, when it is not in the store: as soon as it is sealed, or from a tick on. Where no newer
     * one comes, it is due again when its locks get short: its run extends those of all kept snapshots. Not within an hour after an archive run of it failed or was cancelled, and not after three that were killed within an hour.
     */
    @Override
    public Optional<KeepWork> due(Instant now) {
        if (settings.store().isEmpty()) {
            return Optional.empty();
        }
        History history = reader.read();
        if (!settings.schedule().isEmpty() && !isTicked(history, now)) {
            return Optional.empty();
        }
        return goodAndSealed(history).stream()
                .findFirst()
                .filter(entry -> !isArchived(entry) || hasShortLocks(entry, now))
                .map(SnapshotEntry::id)
                .filter(id -> !isGivenUp(history, id))
                .filter(id -> RepeatedAttempts.allow(history, Run.Kind.ARCHIVE, id, now))
                .map(NextArchive::work);
    }

    /** Whether a snapshot that is sealed now is archived right after that: it is good, and no newer one has a seal. */
    public boolean follows(String snapshotId, Instant now) {
        if (settings.store().isEmpty()) {
            return false;
        }
        History history = reader.read();
        return (settings.schedule().isEmpty() || isTicked(history, now))
                && history.snapshots(ProcessIdentity::isProvenGone).stream()
                        .anyMatch(entry -> entry.id().equals(snapshotId)
                                && entry.state() == SnapshotState.GOOD
                                && !isArchived(entry))
                && goodAndSealed(history).stream().noneMatch(entry -> entry.id().compareTo(snapshotId) > 0)
                && RepeatedAttempts.allow(history, Run.Kind.ARCHIVE, snapshotId, now);
    }

    private boolean isTicked(History history, Instant now) {
        Optional<Run> last = TaskTicks.last(history, Run.Kind.ARCHIVE);
        return last.filter(run -> !run.hasSucceeded()).isPresent() || ticks.cameSince(last, now);
    }

    private static KeepWork work(String id) {
        return new KeepWork(Run.Kind.ARCHIVE, List.of("archive", "--scheduled", id), "archiving " + id);
    }

    /**
     * The newest good sealed snapshot that is not in the store, for a person who names none; nothing where each is there.
     *
     * @throws Failure CONFIGURATION_INVALID without a store; SEAL_MISSING where no good snapshot has a seal
     */
    public Optional<String> newestWithout() {
        requireStore();
        History history = reader.read();
        List<SnapshotEntry> sealed = goodAndSealed(history);
        if (sealed.isEmpty()) {
            throw new Failure(
                    FailureKind.SEAL_MISSING,
                    "no good snapshot has a seal, and only sealed ones are archived",
                    "Seal the newest one with: ghe-keeper seal");
        }
        return sealed.stream()
                .filter(entry -> !isArchived(entry))
                .map(SnapshotEntry::id)
                .filter(id -> !isGivenUp(history, id))
                .findFirst();
    }

    private List<SnapshotEntry> goodAndSealed(History history) {
        return history.snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(entry -> entry.state() == SnapshotState.GOOD && entry.has(EvidenceRung.SEALED))
                .toList();
    }

    private boolean hasShortLocks(SnapshotEntry archived, Instant now) {
        Optional<Instant> end = archived.evidence().archived().flatMap(ArchivedCopy::lockedUntil);
        return settings.lock()
                .policy()
                .filter(lock -> end.filter(until -> !lock.isShort(until, now)).isEmpty())
                .isPresent();
    }

    /** In the store that is configured now; a copy in an earlier one is none there. */
    private boolean isArchived(SnapshotEntry entry) {
        return entry.evidence()
                .archived()
                .filter(copy -> settings.place().filter(copy.store()::equals).isPresent())
                .isPresent();
    }

    /** Whether the store has a tombstone of it, as far as runs recorded. The archive run asks the store itself. */
    private boolean isGivenUp(History history, String id) {
        return history.runs(Run.Kind.RETENTION)
                .flatMap(run -> run.all(RetentionEvent.SnapshotGivenUp.class))
                .anyMatch(given -> given.snapshot().equals(id)
                        && settings.place().filter(given.store()::equals).isPresent());
    }

    /**
     * Refuses without a store.
     *
     * @return the store as people have it
     * @throws Failure CONFIGURATION_INVALID
     */
    public String requireStore() {
        return settings.place().orElseThrow(NextArchive::noStore);
    }

    /** Why nothing can be archived without a store. */
    public static Failure noStore() {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "archive.store is not set, so there is no archive",
                "Set archive.store and archive.recipients; docs/archive.md describes how.");
    }

    /**
     * The snapshot of this id, which can be archived.
     *
     * @throws Failure SNAPSHOT_UNKNOWN, SNAPSHOT_BEING_WRITTEN, SNAPSHOT_INCOMPLETE, SNAPSHOT_DAMAGED, SNAPSHOT_IN_DOUBT or
     *     SEAL_MISSING when it cannot
     */
    public Snapshot require(String snapshotId) {
        requireStore();
        return require(reader.read(), snapshotId);
    }

    static Snapshot require(History history, String id) {
        Snapshot snapshot = NextSeal.require(history, id);
        SnapshotEntry entry = history.snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        switch (entry.state()) {
            case DAMAGED ->
                throw refused(FailureKind.SNAPSHOT_DAMAGED, id, entry.damage().orElse("damaged"));
            case SUSPECT, FAILED_ITS_DRILL ->
                throw refused(FailureKind.SNAPSHOT_IN_DOUBT, id, "it is " + entry.stateWords());
            case COMPLETE ->
                throw refused(
                        FailureKind.SNAPSHOT_IN_DOUBT, id, "no good run vouches for it, so it is not known to be good");
            case GOOD, INCOMPLETE, BEING_WRITTEN -> {} // the latter two are refused above
        }
        if (!entry.has(EvidenceRung.SEALED)) {
            throw new Failure(
                    FailureKind.SEAL_MISSING,
                    "snapshot " + id + " has no seal, and only what is sealed is archived",
                    "Seal it first: ghe-keeper seal " + id);
        }
        return snapshot;
    }

    private static Failure refused(FailureKind kind, String id, String why) {
        return new Failure(kind, "snapshot " + id + " is not archived: " + why, CHOOSE);
    }
}
