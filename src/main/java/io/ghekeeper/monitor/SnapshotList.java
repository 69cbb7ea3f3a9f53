package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Holder;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The snapshots on the volume, each with the run that made it. Walks no snapshot: sizes are the journal's. */
public final class SnapshotList {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    /** A run begins before its snapshot, by the time of its earlier attempts at most. */
    private static final int DAYS_BEFORE_SNAPSHOT = 31;

    private final Journal journal;
    private final Snapshots snapshots;

    /** By run, the snapshot that an ended one made, or nothing: that does not change any more. */
    private final Map<String, String> made = new ConcurrentHashMap<>();

    public SnapshotList(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
    }

    /**
     * All of them, the newest first.
     *
     * @param gone whether a keeper's process is proven gone
     */
    public List<SnapshotEntry> entries(Predicate<Holder> gone) {
        List<Snapshot> all = snapshots.all();
        Map<String, Run> runs = runs(all);
        RestoreResults results = RestoreResults.of(journal);
        Instant now = journal.now();
        return all.stream()
                .map(snapshot -> entry(snapshot, Optional.ofNullable(runs.get(snapshot.id())), results, gone, now))
                .toList();
    }

    /** The runs that the journal has of the snapshots that are there, by snapshot. */
    Map<String, Run> runs() {
        return runs(snapshots.all());
    }

    /** By snapshot; where several name one, the newest. */
    private Map<String, Run> runs(List<Snapshot> all) {
        if (all.isEmpty()) {
            return Map.of();
        }
        Set<String> there = all.stream().map(Snapshot::id).collect(Collectors.toSet());
        String from = all.get(all.size() - 1)
                .begin()
                .map(begun -> DAY.format(begun.minusSeconds(DAYS_BEFORE_SNAPSHOT * 86_400L)))
                .orElse("");
        Map<String, Run> runs = new HashMap<>();
        List<String> since =
                journal.ids().stream().takeWhile(id -> id.compareTo(from) >= 0).toList();
        made.keySet().retainAll(Set.copyOf(since));
        for (String id : since) {
            String known = made.get(id);
            if (known == null || there.contains(known)) {
                maker(id).ifPresent(run -> runs.putIfAbsent(run.snapshot().orElseThrow(), run));
            }
        }
        return runs;
    }

    /** The backup of this id, where it names a snapshot. */
    private Optional<Run> maker(String id) {
        if (!Journal.isOf(Run.Kind.BACKUP, id)) {
            return Optional.empty();
        }
        try {
            Run run = journal.find(id);
            if (!run.isOpen()) {
                made.put(id, run.snapshot().orElse(""));
            }
            return Optional.of(run).filter(named -> named.snapshot().isPresent());
        } catch (Failure unreadable) {
            return Optional.empty(); // its snapshot is shown as one that the journal does not know
        }
    }

    private static SnapshotEntry entry(
            Snapshot snapshot, Optional<Run> run, RestoreResults results, Predicate<Holder> gone, Instant now) {
        Optional<Run> failure = results.failure(snapshot.id());
        Optional<String> damage = snapshot.complete() ? snapshot.damage(isVouched(run), now) : Optional.empty();
        return new SnapshotEntry(
                snapshot.id(),
                snapshot.begin().orElse(Instant.EPOCH),
                state(snapshot, run, damage.isPresent(), failure.isPresent(), gone),
                snapshot.current(),
                snapshot.applianceVersion().map(PlainText::of),
                run.map(Run::id),
                run.flatMap(r -> r.event(Events.CAPTURED)).flatMap(SnapshotList::contents),
                run.map(RunEvents::losses).orElse(List.of()),
                results.proof(snapshot.id()).map(SnapshotList::restored),
                failure.map(SnapshotList::failed),
                results.attempt(snapshot.id()).map(SnapshotList::attempt),
                damage,
                run.map(Remarks::of).orElse(Remarks.NONE));
    }

    /** Whether a good run made it. */
    static boolean isVouched(Optional<Run> run) {
        return run.filter(Run::isGood).isPresent();
    }

    private static SnapshotEntry.Restored restored(Run proof) {
        return new SnapshotEntry.Restored(
                proof.id(),
                proof.kind(),
                proof.end().orElseThrow().at(),
                RunEvents.targetHost(proof).orElse("unknown"),
                proof.duration().orElseThrow(),
                RunEvents.checks(proof));
    }

    static SnapshotEntry.Failed failed(Run failure) {
        return new SnapshotEntry.Failed(
                PlainText.of(failure.id()),
                failure.kind(),
                failure.end().orElseThrow().at(),
                RunEvents.targetHost(failure).orElse("unknown"),
                RunEvents.failedChecks(failure));
    }

    private static String attempt(Run run) {
        Run.End end = run.end().orElseThrow();
        String how = end.reason()
                .map(Run.Reason::code)
                .orElse(end.outcome().name().toLowerCase(Locale.ROOT).replace("succeeded", "not proven"));
        return PlainText.of(run.id() + ": " + how);
    }

    private static SnapshotEntry.State state(
            Snapshot snapshot, Optional<Run> run, boolean damaged, boolean failed, Predicate<Holder> gone) {
        if (run.isPresent() && run.get().isOpen() && !gone.test(run.get().keeper())) {
            return SnapshotEntry.State.BEING_WRITTEN;
        }
        if (!snapshot.complete()) {
            return SnapshotEntry.State.INCOMPLETE;
        }
        if (damaged) {
            return SnapshotEntry.State.DAMAGED;
        }
        if (failed) {
            return SnapshotEntry.State.FAILED_ITS_DRILL;
        }
        if (run.filter(Run::isGood).isPresent()) {
            return SnapshotEntry.State.GOOD;
        }
        return run.filter(Run::isSuspect).isPresent() ? SnapshotEntry.State.SUSPECT : SnapshotEntry.State.COMPLETE;
    }

    private static Optional<SnapshotEntry.Contents> contents(Run.Event captured) {
        OptionalLong files = captured.number("files");
        OptionalLong linked = captured.number("linked");
        OptionalLong bytes = captured.number("bytes");
        OptionalLong newBytes = captured.number("new-bytes");
        return files.isPresent() && linked.isPresent() && bytes.isPresent() && newBytes.isPresent()
                ? Optional.of(new SnapshotEntry.Contents(
                        files.getAsLong(), linked.getAsLong(), bytes.getAsLong(), newBytes.getAsLong()))
                : Optional.empty();
    }
}
