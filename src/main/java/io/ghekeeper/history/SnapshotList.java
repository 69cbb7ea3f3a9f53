package io.ghekeeper.history;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The snapshots on the volume, each with the run that made it. Walks no snapshot: sizes are the journal's. */
final class SnapshotList {
    private SnapshotList() {}

    /**
     * All of them, the newest first.
     *
     * @param gone whether a keeper's process is proven gone
     */
    static List<SnapshotEntry> entries(History history, Predicate<ProcessIdentity> gone) {
        Map<String, Run> makers = history.makers();
        return history.catalogue().all().stream()
                .map(snapshot -> entry(snapshot, Optional.ofNullable(makers.get(snapshot.id())), history, gone))
                .toList();
    }

    static SnapshotEntry entry(Snapshot snapshot, Optional<Run> run, History history, Predicate<ProcessIdentity> gone) {
        RestoreResults results = history.restoreResults();
        Optional<Run> failure = results.failure(snapshot.id());
        Optional<String> damage = snapshot.complete()
                ? snapshot.damage(isVouched(run), history.at())
                        .or(() -> history.evidence().of(snapshot.id()).damage())
                : Optional.empty();
        return new SnapshotEntry(
                snapshot.id(),
                snapshot.begin().orElse(Instant.EPOCH),
                state(snapshot, run, damage.isPresent(), failure.isPresent(), gone, history),
                snapshot.current(),
                snapshot.applianceVersion().map(PlainText::of),
                run.map(Run::id),
                run.flatMap(r -> r.last(BackupEvent.SnapshotCaptured.class)).flatMap(SnapshotList::contents),
                run.map(RunEvents::losses)
                        .orElseGet(() -> history.evidence().of(snapshot.id()).doubts()),
                results.proof(snapshot.id()).map(SnapshotList::restored),
                failure.map(SnapshotEntry.FailedRestore::of),
                results.attempt(snapshot.id()).map(SnapshotList::attempt),
                damage,
                run.map(SnapshotRemarks::of).orElse(SnapshotRemarks.NONE),
                history.evidence().of(snapshot.id()));
    }

    /** Whether a good run made it. */
    static boolean isVouched(Optional<Run> run) {
        return run.filter(Run::isGood).isPresent();
    }

    private static SnapshotEntry.ProvenRestore restored(Run proof) {
        return new SnapshotEntry.ProvenRestore(
                proof.id(),
                proof.kind(),
                proof.end().orElseThrow().at(),
                RunEvents.targetHost(proof).orElse("unknown"),
                proof.duration().orElseThrow(),
                RunEvents.source(proof),
                RunEvents.checks(proof));
    }

    private static String attempt(Run run) {
        Run.End end = run.end().orElseThrow();
        String how = end.reason()
                .map(Run.Reason::code)
                .orElse(end.outcome().name().toLowerCase(Locale.ROOT).replace("succeeded", "not proven"));
        return PlainText.of(run.id() + ": " + how);
    }

    private static SnapshotEntry.SnapshotState state(
            Snapshot snapshot,
            Optional<Run> run,
            boolean damaged,
            boolean failed,
            Predicate<ProcessIdentity> gone,
            History history) {
        if (run.isPresent() && run.get().isOpen() && !gone.test(run.get().keeper())) {
            return SnapshotEntry.SnapshotState.BEING_WRITTEN;
        }
        if (!snapshot.complete()) {
            return SnapshotEntry.SnapshotState.INCOMPLETE;
        }
        if (damaged) {
            return SnapshotEntry.SnapshotState.DAMAGED;
        }
        if (failed) {
            return SnapshotEntry.SnapshotState.FAILED_ITS_DRILL;
        }
        if (run.filter(Run::isGood).isPresent()) {
            return SnapshotEntry.SnapshotState.GOOD;
        }
        boolean doubted =
                run.isEmpty() && !history.evidence().of(snapshot.id()).doubts().isEmpty();
        return doubted || run.filter(Run::isSuspect).isPresent()
                ? SnapshotEntry.SnapshotState.SUSPECT
                : SnapshotEntry.SnapshotState.COMPLETE;
    }

    private static Optional<SnapshotEntry.FileCounts> contents(BackupEvent.SnapshotCaptured captured) {
        boolean known = captured.files().isPresent()
                && captured.linked().isPresent()
                && captured.bytes().isPresent()
                && captured.newBytes().isPresent();
        return known
                ? Optional.of(new SnapshotEntry.FileCounts(
                        captured.files().getAsLong(),
                        captured.linked().getAsLong(),
                        captured.bytes().getAsLong(),
                        captured.newBytes().getAsLong()))
                : Optional.empty();
    }
}
