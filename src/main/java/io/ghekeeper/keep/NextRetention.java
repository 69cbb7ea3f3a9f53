package io.ghekeeper.keep;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Run;
import io.ghekeeper.retention.PlanReader;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.text.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When snapshots are deleted: once after each good backup, where the plan deletes any or a deletion was cut off. The store is
 * not asked for that: where it has a policy of its own, a run is due a day after the last one.
 */
public final class NextRetention implements KeepTask {
    private static final Duration STORE_EVERY = Duration.ofHours(24);

    private final HistoryReader reader;
    private final PlanReader plans;
    private final boolean storeHasPolicy;

    /** @param storeHasPolicy whether snapshots in the store are given up by a policy */
    @SuppressWarnings("MissingSummary")
    public NextRetention(HistoryReader reader, PlanReader plans, boolean storeHasPolicy) {
        this.reader = reader;
        this.plans = plans;
        this.storeHasPolicy = storeHasPolicy;
    }

    /** What one run cannot delete, the next one after the next good backup tries again. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        History history = reader.read();
        Optional<Instant> captured =
                history.reliance().lastGood().flatMap(Run::end).map(Run.End::at);
        if (captured.isEmpty() || hasRunSince(captured.get(), history)) {
            return Optional.empty();
        }
        if (!history.catalogue().halfRemoved().isEmpty()) {
            return Optional.of(work("ending deletions that were cut off"));
        }
        RetentionPlan plan = plans.read();
        int deleted = plan.deleted().size();
        if (!plan.halts().isEmpty()) {
            return Optional.empty();
        }
        if (deleted > 0) {
            return Optional.of(work("deleting " + Counts.of(deleted, "snapshot") + " that the plan does not keep"));
        }
        return storeHasPolicy && isStoreDue(history, now)
                ? Optional.of(work("giving up what is not kept in the store"))
                : Optional.empty();
    }

    private static boolean isStoreDue(History history, Instant now) {
        return runs(history)
                .filter(run -> !run.isCutOff())
                .findFirst()
                .filter(run -> run.begin().isAfter(now.minus(STORE_EVERY)))
                .isEmpty();
    }

    /** One that a signal or a kill ended goes on as soon as it can. */
    private static boolean hasRunSince(Instant captured, History history) {
        return runs(history).takeWhile(run -> !run.begin().isBefore(captured)).anyMatch(run -> !run.isCutOff());
    }

    /** Without those that gave up a lost snapshot by its name, and carried out no plan. */
    private static Stream<Run> runs(History history) {
        return history.runs(Run.Kind.RETENTION).filter(run -> run.snapshot().isEmpty());
    }

    private static KeepWork work(String words) {
        return new KeepWork(Run.Kind.RETENTION, List.of("retention", "--scheduled"), words);
    }
}
