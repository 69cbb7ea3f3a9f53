package io.ghekeeper.history;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.FleetTagsFile;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.RebuildAdvice;
import io.ghekeeper.snapshot.RebuildAdviceFile;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoreVerificationFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The runs and snapshots of a volume, as they were listed at one instant. A record is read when it is asked for, and once;
 * so the view costs the same with any number of runs.
 */
public final class History {
    private final Journal journal;
    private final Catalogue catalogue;
    private final SnapshotMakers.KnownMakers known;
    private final Instant at;
    private final List<String> ids;
    private final Map<String, Read> read = new HashMap<>();
    private Map<String, Run> makers;
    private RestoreResults results;
    private LastGoodSnapshot reliance;
    private EvidenceFiles.AllEvidence evidence;

    History(Journal journal, Catalogue catalogue, SnapshotMakers.KnownMakers known) {
        this.journal = journal;
        this.catalogue = catalogue;
        this.known = known;
        this.at = journal.now();
        this.ids = journal.ids();
    }

    /** A record that was read, or why that failed. */
    private record Read(Optional<Run> run, Optional<Failure> failure) {}

    /** When it was listed. */
    public Instant at() {
        return at;
    }

    /** The snapshots. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** The ids of all runs, the newest first. */
    public List<String> ids() {
        return ids;
    }

    /** Whether a run's id is of a later time than this view: the clock was wrong when it began, or is now. */
    public boolean isFuture(String runId) {
        return RunIds.isFuture(runId, at);
    }

    /**
     * The run of this id.
     *
     * @throws Failure RUN_UNKNOWN when there is none, JOURNAL_UNREADABLE when its record cannot be read
     */
    public Run run(String id) {
        Read record = record(id);
        return record.run().orElseThrow(record.failure()::orElseThrow);
    }

    /** The same; nothing where its record cannot be read. */
    public Optional<Run> readable(String id) {
        return record(id).run();
    }

    private synchronized Read record(String id) {
        return read.computeIfAbsent(id, this::read);
    }

    private Read read(String id) {
        try {
            return new Read(Optional.of(DoubtedRun.of(journal.find(id), this::evidence)), Optional.empty());
        } catch (Failure unreadable) {
            return new Read(Optional.empty(), Optional.of(unreadable));
        }
    }

    /** The runs of this kind that can be read, the newest first. Reads none before it is asked for. */
    public Stream<Run> runs(Run.Kind kind) {
        return ids.stream().filter(id -> RunIds.isOf(kind, id)).flatMap(id -> readable(id).stream());
    }

    /** The restores and drills that can be read, the newest first. Reads none before it is asked for. */
    public Stream<Run> restores() {
        return ids.stream().filter(RunIds::restoresSnapshot).flatMap(id -> readable(id).stream());
    }

    /** The last restore or drill that succeeded: its times are the estimate for the next one. */
    public Optional<Run> pastRestore() {
        return restores().filter(Run::hasSucceeded).findFirst();
    }

    /** Of each record that cannot be read, why. Reads all, and keeps none. */
    public List<String> unreadable() {
        List<String> sentences = new ArrayList<>();
        ids.forEach(id -> read(id).failure().map(Failure::getMessage).ifPresent(sentences::add));
        return sentences;
    }

    /** Whether somebody asked for the end of a run. */
    public boolean isCancelRequested(String runId) {
        return journal.cancelRequested(runId);
    }

    /** The newest run that left a snapshot to rely on, whether or not the snapshot is still there. */
    Optional<Run> namedGood() {
        return journal.lastGood(
                ids, id -> isFuture(id) ? Optional.empty() : readable(id).filter(Run::isGood));
    }

    /** Which snapshots are relied on. */
    public synchronized LastGoodSnapshot reliance() {
        if (reliance == null) {
            reliance = new LastGoodSnapshot(this);
        }
        return reliance;
    }

    /** What restores and drills found out about each snapshot. */
    public synchronized RestoreResults restoreResults() {
        if (results == null) {
            results = RestoreResults.of(this);
        }
        return results;
    }

    /**
     * What the last verification of the archive's store found; nothing where there was none.
     *
     * @param store as people have it
     */
    public Optional<StoreVerification> storeVerification(String store) {
        return new StoreVerificationFile(journal.directory()).read(store);
    }

    /**
     * The ticks that wait for something: those that no run has served, or was skipped for.
     *
     * @throws Failure JOURNAL_UNREADABLE where that cannot be read
     */
    public List<WaitingTick> waitingTicks() {
        return journal.waitingTicks().read().stream()
                .filter(tick -> !isServed(tick.kind(), tick.cause()))
                .toList();
    }

    /** Whether one of the newest runs is of this tick. It may have begun before it: by a clock that was set back. */
    public boolean isServed(Run.Kind kind, Run.Cause cause) {
        return runs(kind)
                .limit(Journal.NEWEST)
                .anyMatch(run -> run.cause().tick().equals(cause.tick()));
    }

    /** What the supervisor saw of a data directory that has to be filled; nothing once a backup or a rebuild has ended well since. */
    public Optional<RebuildAdvice> rebuildAdvice() {
        Stream<Run> settling = Stream.concat(
                reliance().lastGood().stream(),
                runs(Run.Kind.REBUILD).filter(Run::hasSucceeded).limit(1));
        List<Instant> ends =
                settling.flatMap(run -> run.end().stream()).map(Run.End::at).toList();
        return new RebuildAdviceFile(journal.directory())
                .read()
                .filter(advice -> ends.stream().noneMatch(end -> end.isAfter(advice.at())));
    }

    /**
     * The native snapshots that runs asked for, the newest first.
     *
     * @throws Failure JOURNAL_UNREADABLE where a record of one cannot be read
     */
    public List<NativeSnapshot> nativeSnapshots() {
        return new NativeSnapshotFiles(journal.directory()).all();
    }

    /**
     * The tags of the volume as they were last read; nothing where they were not.
     *
     * @throws Failure JOURNAL_UNREADABLE where the record cannot be read
     */
    public Optional<FleetTagsFile.ReadTags> fleetTags() {
        return new FleetTagsFile(journal.directory()).read();
    }

    /** What is recorded of snapshots outside of the runs. */
    synchronized EvidenceFiles.AllEvidence evidence() {
        if (evidence == null) {
            evidence = new EvidenceFiles(journal.directory()).all();
        }
        return evidence;
    }

    /** The run that made each snapshot, by snapshot; the newest where several name one. */
    public synchronized Map<String, Run> makers() {
        if (makers == null) {
            makers = SnapshotMakers.of(this, known);
        }
        return makers;
    }

    /** The newest snapshot that would be restored, with what is known of it. */
    public Optional<SnapshotEntry> restorable(Predicate<ProcessIdentity> gone) {
        return reliance()
                .lastGood()
                .flatMap(run -> run.snapshot()
                        .flatMap(catalogue::find)
                        .map(snapshot -> SnapshotList.entry(snapshot, Optional.of(run), this, gone)));
    }

    /** Those of {@link LastGoodSnapshot#damaged}, with what is known of them. */
    public List<SnapshotEntry> damaged(Predicate<ProcessIdentity> gone) {
        return reliance().damaged().stream()
                .map(snapshot -> SnapshotList.entry(snapshot, reliance().makerOf(snapshot), this, gone))
                .toList();
    }

    /**
     * All snapshots, the newest first, each with what is known of it.
     *
     * @param gone whether a keeper's process is proven gone
     */
    public List<SnapshotEntry> snapshots(Predicate<ProcessIdentity> gone) {
        return SnapshotList.entries(this, gone);
    }
}
