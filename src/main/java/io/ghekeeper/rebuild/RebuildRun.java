package io.ghekeeper.rebuild;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.RebuildEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.KeepReasons;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The run that fills a data directory from the store. It has both lanes: no backup begins before its base is there. The
 * newest snapshot comes first, and is what the next backup goes on with; older ones share its files.
 */
public final class RebuildRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final Supplier<KeepLease> keepLane;
    private final Function<RunContext, RebuildSource> source;

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param keepLane takes its lease: a rebuild writes seals, as the runs of that lane do
     * @param source is asked for within the run: what keeps it from being opened fails the run
     */
    public RebuildRun(
            Execution execution,
            ArchiveTransfer progress,
            Supplier<KeepLease> keepLane,
            Function<RunContext, RebuildSource> source) {
        this.execution = execution;
        this.progress = progress;
        this.keepLane = keepLane;
        this.source = source;
    }

    /**
     * Fills it, where it has to be filled.
     *
     * @param output see {@link Execution#run}
     * @param most how many snapshots it is filled with; at least one
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when a backup, a restore or another rebuild is running; VOLUME_UNUSABLE
     *     when the directory cannot be read now; CONFIGURATION_INVALID when it is of another appliance; ARCHIVE_DAMAGED when no
     *     snapshot could be had; any other kind, after it was written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, int most) {
        return execution.run(
                Run.Kind.REBUILD, cause, output, context -> KeepReasons.within(context, () -> story(most, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    @SuppressWarnings("try") // the lease is there to be closed
    private void story(int most, RunContext context) {
        progress.begin(context);
        context.watch().workBegins();
        try (KeepLease lease = keepLane.get();
                RebuildSource store = source.apply(context)) {
            Optional<RebuildReason> reason = store.reason(most);
            if (reason.isPresent()) {
                store.makeCurrent(); // that alone may be what is wrong, after a rebuild was killed
                reason = store.reason(most);
            }
            if (reason.isEmpty()) {
                context.info("nothing to do: the newest good snapshot is on the volume");
                return;
            }
            context.record(new RebuildEvent.RebuildBegun(
                    reason.get().state().name(), reason.get().detail()));
            fill(reason.get(), most, store, context);
        }
    }

    private static void fill(RebuildReason reason, int most, RebuildSource store, RunContext context) {
        List<String> candidates = new ArrayList<>(store.candidates());
        Map<String, Failure> lost = new LinkedHashMap<>();
        int there = 0;
        while (there < most && !candidates.isEmpty() && isWanted(candidates.get(0), most, store)) {
            String id = candidates.remove(0);
            context.snapshot(id, Set.copyOf(candidates));
            try {
                boolean fetched = bring(id, lost.keySet(), store);
                there++;
                if (there == 1) {
                    store.makeCurrent();
                }
                context.info(id + (fetched ? " is on the volume now" : " was on the volume"));
            } catch (Failure failure) {
                if (failure.kind() != FailureKind.ARCHIVE_DAMAGED) {
                    throw failure;
                }
                context.warn(id + " cannot be had: " + failure.getMessage());
                lost.put(id, failure);
            }
        }
        if (there == 0) {
            throw lost.values().stream().findFirst().orElseGet(() -> nothingStored(reason));
        }
        lost.keySet().forEach(store::dropUnfinished);
        if (!lost.isEmpty()) {
            store.reason(most).ifPresent(left -> context.warn("the data directory is still " + left.words()));
        }
    }

    /** Where the newest alone is wanted, one that is older than what is there would be of no use to the next backup. */
    private static boolean isWanted(String id, int most, RebuildSource store) {
        return most > 1
                || store.newestGood().filter(good -> good.compareTo(id) > 0).isEmpty();
    }

    /** What was fetched of those that cannot be had goes where its room is needed, and not before: it may be all there is. */
    static boolean bring(String id, Set<String> lost, RebuildSource store) {
        try {
            return store.bring(id);
        } catch (Failure failure) {
            boolean full =
                    failure.kind() == FailureKind.VOLUME_FULL || failure.kind() == FailureKind.VOLUME_OUT_OF_INODES;
            if (!full || lost.isEmpty()) {
                throw failure;
            }
            lost.forEach(store::dropUnfinished);
            return store.bring(id);
        }
    }

    private static Failure nothingStored(RebuildReason reason) {
        return new Failure(
                FailureKind.SNAPSHOT_UNKNOWN,
                reason.detail() + ", and the store has no snapshot to fill it with",
                "Begin a new one: ghe-keeper backup. Or check archive.store.");
    }
}
