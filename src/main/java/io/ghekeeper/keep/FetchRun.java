package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.FetchedSnapshot;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The run that fetches snapshots out of the store into the data directory. */
public final class FetchRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final FetchCall fetch;

    /** What does the work of a run: see {@link VolumeFetch#fetch}. */
    public interface FetchCall {
        /** @param warnings gets what a person should know, a sentence each */
        @SuppressWarnings("MissingSummary")
        List<FetchedSnapshot> fetch(
                Collection<String> ids,
                String run,
                ArchiveProgress progress,
                Consumer<FetchedSnapshot> each,
                Consumer<String> warnings);
    }

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public FetchRun(Execution execution, ArchiveTransfer progress, FetchCall fetch) {
        this.execution = execution;
        this.progress = progress;
        this.fetch = fetch;
    }

    /**
     * Fetches them, the oldest first.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, Collection<String> ids) {
        return execution.run(
                Run.Kind.FETCH, cause, output, context -> KeepReasons.within(context, () -> story(ids, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(Collection<String> ids, RunContext context) {
        TreeSet<String> sorted = new TreeSet<>(ids);
        context.snapshot(sorted.last(), Set.copyOf(sorted));
        progress.begin(context);
        context.watch().workBegins();
        fetch.fetch(sorted, context.id(), progress, one -> context.record(event(one)), context::warn);
    }

    /** What a fetch has done, as a record has it. */
    public static ArchiveEvent.SnapshotFetched event(FetchedSnapshot fetched) {
        return new ArchiveEvent.SnapshotFetched(
                fetched.snapshot(),
                OptionalLong.of(fetched.root()),
                OptionalLong.of(fetched.files()),
                OptionalLong.of(fetched.bytes()),
                OptionalLong.of(fetched.linked()),
                OptionalLong.of(fetched.kept()),
                OptionalLong.of(fetched.fetchedBytes()),
                OptionalLong.of(fetched.packs()));
    }
}
