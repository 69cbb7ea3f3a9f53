package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.retention.PlanReader;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.SealRecords;
import io.ghekeeper.text.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The run that deletes what the plan does not keep, the oldest first. The plan is made again before each deletion, so that
 * what changed since is in it. One that cannot be deleted keeps none of the others from being deleted.
 */
public final class RetentionRun {
    private final Execution execution;
    private final ReadProgress progress;
    private final PlanReader plans;
    private final SnapshotDeletion deletion;
    private final SealRecords seals;
    private final Optional<StoreTombstones> tombstones;

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param tombstones nothing where all is kept in the store, or there is none
     */
    public RetentionRun(
            Execution execution,
            ReadProgress progress,
            PlanReader plans,
            SnapshotDeletion deletion,
            SealRecords seals,
            Optional<StoreTombstones> tombstones) {
        this.execution = execution;
        this.progress = progress;
        this.plans = plans;
        this.deletion = deletion;
        this.seals = seals;
        this.tombstones = tombstones;
    }

    /**
     * Ends deletions that were cut off, then deletes.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; RETENTION_FAILED when one
     *     could not be deleted; any other kind after it was written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output) {
        return execution.run(
                Run.Kind.RETENTION, cause, output, context -> KeepReasons.within(context, () -> story(context)));
    }

    /** Ends the running retention, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(RunContext context) {
        progress.begin(context.watch());
        context.watch().workBegins();
        deletion.resume(() -> ids(plans.read()), context, progress);
        deletePlanned(context);
        sweep(context);
        tombstones.ifPresent(store -> store.write(context));
        List<RetentionEvent.DeletionFailed> failed =
                context.run().all(RetentionEvent.DeletionFailed.class).toList();
        if (!failed.isEmpty()) {
            throw new Failure(
                    FailureKind.RETENTION_FAILED,
                    Counts.of(failed.size(), "snapshot") + " could not be deleted: "
                            + failed.get(0).why(),
                    "See each with: ghe-keeper runs show " + context.id()
                            + "; put right what it names, then: ghe-keeper retention run");
        }
    }

    private void deletePlanned(RunContext context) {
        Set<String> settled = new HashSet<>();
        List<PlannedSnapshot> before = List.of();
        while (true) {
            RetentionPlan plan = plans.read();
            if (!plan.halts().isEmpty()) {
                context.record(new RetentionEvent.PlanHalted(RetentionPlan.words(plan.halts())));
                return;
            }
            before.forEach(one -> spare(one, plan, settled, context));
            before = plan.deleted().stream()
                    .filter(one -> !settled.contains(one.id()))
                    .toList();
            if (before.isEmpty()) {
                break;
            }
            PlannedSnapshot oldest = before.get(before.size() - 1);
            settled.add(oldest.id());
            List<String> others = new ArrayList<>(ids(plan));
            others.remove(oldest.id());
            deletion.delete(oldest, others, context, progress);
        }
        if (settled.isEmpty()) {
            context.info("the plan deletes no snapshot");
        }
    }

    private static List<String> ids(RetentionPlan plan) {
        return plan.snapshots().stream().map(PlannedSnapshot::id).toList();
    }

    /** Says of one that was to be deleted why it is kept now. */
    private static void spare(PlannedSnapshot one, RetentionPlan plan, Set<String> settled, RunContext context) {
        plan.snapshots().stream()
                .filter(now -> now.id().equals(one.id()) && !now.isDeleted() && !settled.contains(one.id()))
                .forEach(now -> context.record(
                        new RetentionEvent.SnapshotSpared(now.id(), RetentionPlan.words(now.reasons()))));
    }

    /** After each run, whatever it deleted: the sweep of an earlier one may have been cut off. */
    private void sweep(RunContext context) {
        try {
            long lists = seals.sweep();
            if (lists > 0) {
                context.info("removed " + Counts.of(lists, "list") + " that no seal names any more");
            }
        } catch (Failure failure) {
            context.warn(failure.getMessage());
        }
    }
}
