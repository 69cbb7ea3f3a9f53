package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveCompact;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.CompactPlan;
import io.ghekeeper.archive.CompactedStore;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StoreEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The run that does without the packs of a store that are mostly dead. */
public final class CompactRun {
    private static final Set<SnapshotState> WHOLE =
            EnumSet.of(SnapshotState.GOOD, SnapshotState.COMPLETE, SnapshotState.FAILED_ITS_DRILL);

    private final Execution execution;
    private final ArchiveTransfer progress;
    private final HistoryReader history;
    private final CompactCall compact;

    /** What does the work of a run: see {@link ArchiveCompact#compact}. */
    public interface CompactCall {
        /** @param warnings gets what a person should know, a sentence each */
        @SuppressWarnings("MissingSummary")
        CompactedStore compact(
                Collection<Snapshot> volume,
                String run,
                ArchiveProgress progress,
                ArchiveCompact.CompactListener listener,
                Consumer<String> warnings);
    }

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public CompactRun(Execution execution, ArchiveTransfer progress, HistoryReader history, CompactCall compact) {
        this.execution = execution;
        this.progress = progress;
        this.history = history;
        this.compact = compact;
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
                Run.Kind.COMPACT, Run.Cause.HAND, output, context -> KeepReasons.within(context, () -> story(context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    /** The snapshots on the volume whose content may be taken there: each file is proven by the seal when it is read. */
    public static List<Snapshot> onVolume(History now) {
        return now.snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(entry -> WHOLE.contains(entry.state()))
                .map(SnapshotEntry::id)
                .flatMap(id -> now.catalogue().find(id).stream())
                .filter(Snapshot::complete)
                .toList();
    }

    private void story(RunContext context) {
        List<Snapshot> volume = onVolume(history.read());
        TreeSet<String> ids = new TreeSet<>();
        volume.forEach(snapshot -> ids.add(snapshot.id()));
        if (!ids.isEmpty()) {
            context.snapshot(ids.last(), Set.copyOf(ids));
        }
        progress.begin(context);
        context.watch().workBegins();
        CompactEvents events = new CompactEvents(context);
        CompactedStore done = compact.compact(volume, context.id(), progress, events, context::warn);
        context.record(new StoreEvent.StoreCompacted(
                events.store,
                OptionalLong.of(done.packs()),
                OptionalLong.of(done.packBytes()),
                OptionalLong.of(done.snapshots()),
                OptionalLong.of(done.objectsSent()),
                OptionalLong.of(done.bytesSent())));
    }

    /** Writes what is done into the run's record and log. */
    private static final class CompactEvents implements ArchiveCompact.CompactListener {
        private final RunContext context;
        private String store = "";

        CompactEvents(RunContext context) {
            this.context = context;
        }

        @Override
        public void planned(CompactPlan plan) {
            store = plan.store();
            context.info(
                    Counts.of(plan.packs().size(), "pack") + " to rewrite, with " + ByteCount.words(plan.packBytes())
                            + ", of which at least " + ByteCount.words(plan.deadBytes()) + " are dead; "
                            + Counts.of(plan.downloads(), "pack") + " to download");
            plan.passedOver().forEach(one -> context.info(one.words()));
            plan.leftOut().forEach(one -> context.info(one.words()));
        }

        @Override
        public void rooted(String snapshot, int root, Optional<Instant> lockedUntil) {
            context.record(new StoreEvent.SnapshotCompacted(snapshot, OptionalLong.of(root)));
        }
    }
}
