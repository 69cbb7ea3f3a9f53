package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.VerifiedFiles;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The run that reads every file of a snapshot out of the store. What it finds is evidence of the copy there. */
public final class ReadBackRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final String store;
    private final FilesReader reader;
    private final EvidenceFiles evidence;
    private final StoreReadBacks readings;
    private final Disk disk;
    private final Clock clock;

    /** What does the work of a run: see {@link io.ghekeeper.archive.ArchiveVerifyFiles#verify}. */
    public interface FilesReader {
        VerifiedFiles verify(String snapshotId, ArchiveProgress progress);
    }

    /** Where results go. */
    public record EvidencePlaces(EvidenceFiles evidence, StoreReadBacks readings, Disk disk, Clock clock) {}

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param store as people have it
     */
    public ReadBackRun(
            Execution execution, ArchiveTransfer progress, String store, FilesReader reader, EvidencePlaces places) {
        this.execution = execution;
        this.progress = progress;
        this.store = store;
        this.reader = reader;
        this.evidence = places.evidence();
        this.readings = places.readings();
        this.disk = places.disk();
        this.clock = places.clock();
    }

    /**
     * Reads it.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; ARCHIVE_DAMAGED when a file is
     *     not as it was sealed; any other kind, and then no evidence is changed, after it was written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, String snapshotId) {
        return execution.run(
                Run.Kind.READ_BACK,
                cause,
                output,
                context -> KeepReasons.within(context, () -> story(snapshotId, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(String snapshotId, RunContext context) {
        context.snapshot(snapshotId, Set.of()); // it reads nothing of the volume
        progress.begin(context);
        context.watch().workBegins();
        readings.read(store).requireReadable(); // before hours of reading
        Instant begun = clock.instant();
        VerifiedFiles found = reader.verify(snapshotId, progress);
        found.first().forEach(context::warn);
        found.requireDecrypted();
        Optional<String> first = found.first().stream().findFirst();
        ReadBack result = new ReadBack(begun, context.id(), found.found(), first);
        readings.put(
                disk,
                store,
                snapshotId,
                new StoreReadBack(result, found.root(), found.objects(), found.objectsKnown()));
        context.record(event(found));
        first.ifPresent(words -> takeAway(found, words, context));
        found.requireWhole();
    }

    /** What was read, as it is recorded. */
    public static ArchiveEvent.FilesRead event(VerifiedFiles found) {
        return new ArchiveEvent.FilesRead(
                found.snapshot(),
                OptionalLong.of(found.root()),
                OptionalLong.of(found.files()),
                OptionalLong.of(found.bytes()),
                OptionalLong.of(found.packs()),
                OptionalLong.of(found.found()));
    }

    /** Only {@code archive verify} gives it back: it knows the rest of the snapshot's objects. */
    private void takeAway(VerifiedFiles found, String first, RunContext context) {
        boolean known = evidence.of(found.snapshot())
                .archived()
                .filter(copy -> copy.store().equals(store))
                .isPresent();
        if (known) {
            evidence.unarchived(disk, found.snapshot());
        }
        context.record(new ArchiveEvent.CopyDamaged(found.snapshot(), OptionalLong.of(found.found()), first, known));
    }
}
