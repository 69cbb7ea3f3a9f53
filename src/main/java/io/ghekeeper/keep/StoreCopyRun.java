package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.CopiedSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StoreEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The run that copies archived snapshots into another store. */
public final class StoreCopyRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final String place;
    private final CopyCall copy;

    /** What does the work of a run: see {@link io.ghekeeper.archive.StoreCopy#copy}. */
    public interface CopyCall {
        /** @param warnings gets what a person should know, a sentence each */
        @SuppressWarnings("MissingSummary")
        void copy(
                Collection<String> ids,
                ArchiveProgress progress,
                Consumer<CopiedSnapshot> each,
                Consumer<String> warnings);
    }

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param place the other store, as people have it
     */
    public StoreCopyRun(Execution execution, ArchiveTransfer progress, String place, CopyCall copy) {
        this.execution = execution;
        this.progress = progress;
        this.place = place;
        this.copy = copy;
    }

    /**
     * Copies them.
     *
     * @param output see {@link Execution#run}
     * @param ids none for all that the store keeps
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Optional<Path> output, Collection<String> ids) {
        return execution.run(
                Run.Kind.COPY,
                Run.Cause.HAND,
                output,
                context -> KeepReasons.within(context, () -> story(ids, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(Collection<String> ids, RunContext context) {
        progress.begin(context);
        context.watch().workBegins();
        copy.copy(ids, progress, one -> context.record(event(one)), context::warn);
    }

    private StoreEvent.SnapshotCopied event(CopiedSnapshot copied) {
        return new StoreEvent.SnapshotCopied(
                copied.snapshot(),
                place,
                OptionalLong.of(copied.root()),
                OptionalLong.of(copied.objects()),
                OptionalLong.of(copied.bytes()),
                OptionalLong.of(copied.sent()));
    }
}
