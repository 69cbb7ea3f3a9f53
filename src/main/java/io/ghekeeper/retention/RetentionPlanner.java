package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionPlan.RetentionDecision;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a plan of facts. It looks at nothing else: the same facts in any order give the same plan.
 *
 * <p>Good snapshots count for the policy. Others take no good one's place. One that the journal does not vouch for, and a
 * damaged one, stay as long as the policy would keep them if they counted: they may be all that there is of earlier times,
 * and since when one is damaged is unknown.
 */
public final class RetentionPlanner {
    private static final Comparator<SnapshotFacts> NEWEST_FIRST = Comparator.comparing(
                    (SnapshotFacts one) -> one.begun().orElse(Instant.EPOCH))
            .thenComparing(SnapshotFacts::id)
            .reversed();

    private final RetentionSettings settings;

    public RetentionPlanner(RetentionSettings settings) {
        this.settings = settings;
    }

    /** The plan at the time of the facts. */
    public RetentionPlan plan(RetentionFacts facts) {
        return plan(facts, new ReasonsById());
    }

    /** The same with reasons to keep some of them that are known before. */
    RetentionPlan plan(RetentionFacts facts, ReasonsById reasons) {
        List<SnapshotFacts> newestFirst = newestFirst(facts.snapshots());
        List<RetentionReason> halts = PlanHalts.of(facts);
        new NeverDeleted(facts, newestFirst, reasons).add();
        new PolicyReasons(settings).add(facts.now(), newestFirst, reasons);
        newestFirst.forEach(one -> addBounds(one, facts.now(), reasons));
        return new RetentionPlan(
                facts.now(),
                newestFirst.stream()
                        .map(one -> planned(one, halts, reasons.of(one), facts.now()))
                        .toList(),
                halts);
    }

    static List<SnapshotFacts> newestFirst(List<SnapshotFacts> snapshots) {
        return snapshots.stream().sorted(NEWEST_FIRST).toList();
    }

    private static PlannedSnapshot planned(
            SnapshotFacts one, List<RetentionReason> halts, List<RetentionReason> keeps, Instant now) {
        List<RetentionReason> all = new ArrayList<>(keeps);
        all.addAll(halts);
        return all.isEmpty()
                ? new PlannedSnapshot(one, RetentionDecision.DELETE, List.of(whyDeleted(one, now)))
                : new PlannedSnapshot(one, RetentionDecision.KEEP, all);
    }

    /** The bounds of those that do not count. What is unknown is no bound. */
    private void addBounds(SnapshotFacts one, Instant now, ReasonsById reasons) {
        if (one.isDoubted() && age(one, now).compareTo(settings.keepUnusable()) <= 0) {
            reasons.add(
                    one,
                    ReasonCode.RECENTLY_UNUSABLE,
                    one.state().words() + ", for " + Durations.about(settings.keepUnusable()));
        }
        boolean due = one.untouched().filter(SnapshotFacts.UntouchedTime::due).isPresent();
        if (one.state() == SnapshotState.INCOMPLETE && !due) {
            reasons.add(
                    one, ReasonCode.RECENTLY_INCOMPLETE, "incomplete, and not for longer than data.keep-incomplete");
        }
    }

    private static RetentionReason whyDeleted(SnapshotFacts one, Instant now) {
        if (one.isDoubted()) {
            return new RetentionReason(
                    ReasonCode.LONG_UNUSABLE, one.state().words() + " for " + Durations.about(age(one, now)));
        }
        if (one.untouched().isPresent()) {
            return new RetentionReason(
                    ReasonCode.LONG_INCOMPLETE,
                    "incomplete, untouched for "
                            + Durations.about(one.untouched().get().age()));
        }
        return new RetentionReason(ReasonCode.BEYOND_POLICY, "no rule of the policy keeps it");
    }

    /** Since when it is doubted; none where that is unknown. */
    private static Duration age(SnapshotFacts one, Instant now) {
        return Duration.between(one.doubtedSince().orElse(now), now);
    }
}
