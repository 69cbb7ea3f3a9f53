package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.AttachedStore;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StoreEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The run that takes up a store of which this volume knows nothing. */
public final class AttachRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final AttachCall attach;

    /** What does the work of a run: see {@link io.ghekeeper.archive.ArchiveAttach#attach}. */
    public interface AttachCall {
        /** @param warnings gets what a person should know, a sentence each */
        @SuppressWarnings("MissingSummary")
        AttachedStore attach(ArchiveProgress progress, Consumer<String> warnings);
    }

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public AttachRun(Execution execution, ArchiveTransfer progress, AttachCall attach) {
        this.execution = execution;
        this.progress = progress;
        this.attach = attach;
    }

    /**
     * Does it.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Optional<Path> output) {
        return execution.run(
                Run.Kind.ATTACH, Run.Cause.HAND, output, context -> KeepReasons.within(context, () -> story(context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(RunContext context) {
        progress.begin(context);
        context.watch().workBegins();
        AttachedStore found = attach.attach(progress, context::warn);
        context.record(new StoreEvent.StoreAttached(
                found.store(),
                OptionalLong.of(found.snapshots()),
                found.newest(),
                OptionalLong.of(found.objects()),
                OptionalLong.of(found.bytes()),
                found.index().map(index -> OptionalLong.of(index.packs())).orElseGet(OptionalLong::empty),
                found.index().map(index -> OptionalLong.of(index.unreadable())).orElseGet(OptionalLong::empty)));
    }
}
