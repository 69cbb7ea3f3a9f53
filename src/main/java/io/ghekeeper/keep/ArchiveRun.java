package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ArchivedSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The run that sends to the store what that lacks of one sealed snapshot, and records that it is whole there. */
public final class ArchiveRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final HistoryReader history;
    private final ArchiveSettings settings;
    private final Function<Consumer<String>, ArchiverCall> archiver;
    private final EvidenceFiles evidence;
    private final Disk disk;

    /** What does the work of a run: see {@link io.ghekeeper.archive.Archiver#archive}. */
    public interface ArchiverCall {
        ArchivedSnapshot archive(Snapshot snapshot, String run, ArchiveProgress progress);

        /** See {@link io.ghekeeper.archive.Archiver#extendLocks}. */
        default Map<String, Instant> extendLocks(
                Snapshot snapshot, Optional<ArchivedSnapshot> archived, ArchiveProgress progress) {
            return Map.of();
        }
    }

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param archiver is asked for within the run: what keeps it from being made fails the run. It gets where to warn
     */
    public ArchiveRun(
            Execution execution,
            ArchiveTransfer progress,
            HistoryReader history,
            ArchiveSettings settings,
            Function<Consumer<String>, ArchiverCall> archiver,
            EvidenceFiles evidence,
            Disk disk) {
        this.execution = execution;
        this.progress = progress;
        this.history = history;
        this.settings = settings;
        this.archiver = archiver;
        this.evidence = evidence;
        this.disk = disk;
    }

    /**
     * Archives it. One that is archived already is looked for in the store, object by object.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, String snapshotId) {
        return execution.run(
                Run.Kind.ARCHIVE,
                cause,
                output,
                context -> KeepReasons.within(context, () -> story(snapshotId, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(String snapshotId, RunContext context) {
        context.snapshot(snapshotId, Set.of());
        String store = settings.place().orElseThrow(NextArchive::noStore);
        History now = history.read();
        Snapshot snapshot = NextArchive.require(now, snapshotId);
        context.record(new ArchiveEvent.ArchiveBegun(
                snapshotId, store, settings.encryption().word()));
        progress.begin(context);
        context.watch().workBegins();
        ArchiverCall call = archiver.apply(context::warn);
        ArchivedSnapshot archived;
        try {
            archived = call.archive(snapshot, context.id(), progress);
        } catch (Failure failure) {
            if (isOfTheSnapshot(failure)) {
                extendAfter(failure, call, snapshot, store, context);
            }
            throw failure;
        }
        record(archived, context);
        // At the end: what is wrong with an old snapshot keeps no new one from being archived.
        record(call.extendLocks(snapshot, Optional.of(archived), progress), store, context);
    }

    private static boolean isOfTheSnapshot(Failure failure) {
        return switch (failure.kind()) {
            case STORE_FAILED -> !failure.canPass();
            case SNAPSHOT_DAMAGED, SEAL_DAMAGED, SEAL_MISSING, ARCHIVE_DAMAGED -> true;
            case VOLUME_UNUSABLE -> true; // as where a record cannot be read: nothing has to be read for the locks
            default -> false;
        };
    }

    /** What is wrong with one snapshot lets no lock of another one end. */
    private void extendAfter(Failure failure, ArchiverCall call, Snapshot snapshot, String store, RunContext context) {
        try {
            record(call.extendLocks(snapshot, Optional.empty(), progress), store, context);
        } catch (Failure second) {
            failure.addSuppressed(second);
        }
    }

    /** A snapshot that is gone from the volume has no evidence, and gets none. */
    private void record(Map<String, Instant> extended, String store, RunContext context) {
        extended.forEach((id, end) -> {
            evidence.of(id)
                    .archived()
                    .filter(copy -> copy.store().equals(store))
                    .ifPresent(copy -> evidence.archived(disk, id, copy.locked(end)));
            context.info("locks extended: all objects of " + id + " are locked until " + end);
        });
    }

    /** The evidence first: a run that says so without it would be believed. */
    private void record(ArchivedSnapshot archived, RunContext context) {
        evidence.archived(
                disk,
                archived.snapshot(),
                new ArchivedCopy(archived.store(), archived.at(), archived.run(), archived.lockedUntil()));
        context.record(new ArchiveEvent.SnapshotArchived(
                archived.snapshot(),
                archived.store(),
                OptionalLong.of(archived.entries()),
                OptionalLong.of(archived.bytes()),
                OptionalLong.of(archived.bytesSent()),
                OptionalLong.of(archived.objectsSent()),
                archived.lockedUntil()));
    }
}
