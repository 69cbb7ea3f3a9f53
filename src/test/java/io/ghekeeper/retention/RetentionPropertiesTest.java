package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionPlan.RetentionDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is so of every plan. The seeds are fixed, and the one that failed is printed. */
class RetentionPropertiesTest {
    private static final int SEEDS = 1000;

    /** What makes plans: ours, or one that is broken on purpose. */
    private interface PlanMaker {
        RetentionPlan plan(RetentionSettings settings, RetentionFacts facts);
    }

    private static final PlanMaker OURS = (settings, facts) -> new RetentionPlanner(settings).plan(facts);

    /** Each with a planner that breaks it. */
    @SuppressWarnings("ImmutableEnumChecker") // references to static methods do not change
    enum PlanProperty {
        AS_THE_ORACLE(RetentionPropertiesTest::asTheOracle, RetentionPropertiesTest::deletingOneMore),
        INDEPENDENT_OF_ORDER(RetentionPropertiesTest::independentOfOrder, RetentionPropertiesTest::inTheOrderGiven),
        IDEMPOTENT(RetentionPropertiesTest::idempotent, RetentionPropertiesTest::deletingOneMore),
        MONOTONE(RetentionPropertiesTest::monotone, RetentionPropertiesTest::byWindowsThatMove),
        NEVER_BELOW_THE_NEVER_DELETED(
                RetentionPropertiesTest::neverBelowTheNeverDeleted, RetentionPropertiesTest::byPolicyAlone),
        EACH_WITH_ITS_REASON(RetentionPropertiesTest::eachWithItsReason, RetentionPropertiesTest::withoutReasons),
        NO_MORE_THAN_THE_ENGINE(RetentionPropertiesTest::noMoreThanTheEngine, RetentionPropertiesTest::deletingOneMore);

        private final Check check;
        private final PlanMaker broken;

        PlanProperty(Check check, PlanMaker broken) {
            this.check = check;
            this.broken = broken;
        }

        private interface Check {
            void check(PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random);
        }

        void holds(PlanMaker maker) {
            LongStream.range(0, SEEDS).forEach(seed -> {
                RandomFacts made = new RandomFacts(seed);
                RetentionSettings settings = made.settings();
                RetentionFacts facts = made.facts();
                try {
                    check.check(maker, settings, facts, new Random(seed));
                } catch (AssertionError broken) {
                    throw new AssertionError("seed " + seed + ", " + settings + ", " + facts, broken);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPlanHasTheProperty(PlanProperty property) {
        property.holds(OURS);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenPlannerIsFound(PlanProperty property) {
        assertThatThrownBy(() -> property.holds(property.broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed ");
    }

    private static Set<String> deleted(RetentionPlan plan) {
        return plan.deleted().stream().map(PlannedSnapshot::id).collect(Collectors.toSet());
    }

    private static RetentionFacts with(RetentionFacts facts, List<SnapshotFacts> snapshots) {
        return new RetentionFacts(facts.now(), snapshots, facts.runs());
    }

    private static void asTheOracle(PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        assertThat(deleted(maker.plan(settings, facts))).isEqualTo(RetentionOracle.deleted(settings, facts));
    }

    private static void independentOfOrder(
            PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        List<SnapshotFacts> shuffled = new ArrayList<>(facts.snapshots());
        Collections.shuffle(shuffled, random);

        assertThat(maker.plan(settings, with(facts, shuffled))).isEqualTo(maker.plan(settings, facts));
    }

    /** Once a plan is done, the next one at that time deletes nothing. */
    private static void idempotent(PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        Set<String> gone = deleted(maker.plan(settings, facts));
        List<SnapshotFacts> left = facts.snapshots().stream()
                .filter(one -> !gone.contains(one.id()))
                .toList();

        assertThat(deleted(maker.plan(settings, with(facts, left)))).isEmpty();
    }

    /** Without new facts, what goes now is not kept at any later time: no deletion is regretted by waiting. */
    private static void monotone(PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        Duration later = Duration.ofMinutes(random.nextInt(random.nextBoolean() ? 600 : 600_000));
        RetentionFacts then = new RetentionFacts(facts.now().plus(later), facts.snapshots(), facts.runs());

        assertThat(deleted(maker.plan(settings, then)))
                .as("after " + later)
                .containsAll(deleted(maker.plan(settings, facts)));
    }

    private static boolean isArchived(SnapshotFacts one) {
        return one.proven().copy() == SnapshotFacts.ArchiveCopy.PROVEN;
    }

    private static void neverBelowTheNeverDeleted(
            PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        Set<String> gone = deleted(maker.plan(settings, facts));
        List<SnapshotFacts> all = facts.snapshots();
        List<Optional<SnapshotFacts>> kept = new ArrayList<>();
        kept.add(newest(all, one -> one.state() == SnapshotState.GOOD));
        kept.add(newest(all, one -> one.proven().verified()));
        kept.add(newest(all, one -> one.proven().restored()));
        kept.add(newest(all, RetentionPropertiesTest::isArchived));
        kept.add(newest(all, one -> one.isGood() && one.proven().verified()));
        kept.add(newest(all, one -> one.isGood() && isArchived(one)));
        kept.add(newest(all, one -> one.isGood() && one.proven().restored()));
        all.stream()
                .filter(one -> one.current()
                        || one.neededByDumps()
                        || one.evidence().unreadable().isPresent()
                        || one.evidence()
                                .pin()
                                .filter(pin -> pin.holds(facts.now()))
                                .isPresent()
                        || !facts.runs().uses().mayRemove(one.id())
                        || one.begun().isEmpty()
                        || one.state() == SnapshotState.BEING_WRITTEN)
                .forEach(one -> kept.add(Optional.of(one)));

        assertThat(kept.stream().flatMap(Optional::stream).map(SnapshotFacts::id))
                .noneMatch(gone::contains);
    }

    private static Optional<SnapshotFacts> newest(List<SnapshotFacts> all, Predicate<SnapshotFacts> which) {
        return all.stream()
                .filter(one -> one.begun().isPresent())
                .filter(which)
                .max(Comparator.comparing(one -> one.begun().orElseThrow()));
    }

    private static void eachWithItsReason(
            PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        RetentionPlan plan = maker.plan(settings, facts);

        assertThat(plan.snapshots()).extracting(PlannedSnapshot::facts).hasSameElementsAs(facts.snapshots());
        assertThat(plan.snapshots()).allSatisfy(one -> {
            assertThat(one.reasons()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(one.reasons())
                    .extracting(RetentionReason::code)
                    .allMatch(code -> isOfDeletion(code) == one.isDeleted());
        });
    }

    private static boolean isOfDeletion(ReasonCode code) {
        return Set.of(ReasonCode.BEYOND_POLICY, ReasonCode.LONG_UNUSABLE, ReasonCode.LONG_INCOMPLETE)
                .contains(code);
    }

    /** The engine leaves the newest names that begin with a digit, once the incomplete ones are gone. */
    private static void noMoreThanTheEngine(
            PlanMaker maker, RetentionSettings settings, RetentionFacts facts, Random random) {
        int keep = 1 + random.nextInt(10);
        RetentionSettings standard = new RetentionSettings(
                true, RetentionSettings.likeTheEngine(keep), settings.keepUnusable(), settings.zone());
        Set<String> left = facts.snapshots().stream()
                .filter(SnapshotFacts::isWhole)
                .map(SnapshotFacts::id)
                .sorted(Comparator.reverseOrder())
                .limit(keep)
                .collect(Collectors.toSet());

        assertThat(deleted(maker.plan(standard, facts))).noneMatch(left::contains);
    }

    private static RetentionPlan deletingOneMore(RetentionSettings settings, RetentionFacts facts) {
        RetentionPlan plan = OURS.plan(settings, facts);
        return deleting(
                plan,
                plan.snapshots().stream()
                        .filter(one -> !one.isDeleted())
                        .limit(1)
                        .map(PlannedSnapshot::id)
                        .toList());
    }

    private static RetentionPlan deleting(RetentionPlan plan, List<String> more) {
        return new RetentionPlan(
                plan.at(),
                plan.snapshots().stream()
                        .map(one -> more.contains(one.id())
                                ? new PlannedSnapshot(
                                        one.facts(),
                                        RetentionDecision.DELETE,
                                        List.of(new RetentionReason(ReasonCode.BEYOND_POLICY, "")))
                                : one)
                        .toList(),
                plan.halts());
    }

    private static RetentionPlan inTheOrderGiven(RetentionSettings settings, RetentionFacts facts) {
        return deleting(
                OURS.plan(settings, facts),
                facts.snapshots().stream().skip(2).map(SnapshotFacts::id).toList());
    }

    /** As if windows of three days were counted back from now: what is the newest of one now is not that tomorrow. */
    private static RetentionPlan byWindowsThatMove(RetentionSettings settings, RetentionFacts facts) {
        List<String> odd = facts.snapshots().stream()
                .filter(one -> one.begun()
                        .filter(begun -> Duration.between(begun, facts.now()).dividedBy(Duration.ofDays(3)) % 2 != 0)
                        .isPresent())
                .map(SnapshotFacts::id)
                .toList();
        return deleting(OURS.plan(settings, facts), odd);
    }

    private static RetentionPlan byPolicyAlone(RetentionSettings settings, RetentionFacts facts) {
        RetentionPlan plan = OURS.plan(settings, facts);
        return deleting(
                plan,
                plan.snapshots().stream()
                        .filter(one -> one.reasons().stream().noneMatch(reason -> reason.code() == ReasonCode.POLICY))
                        .map(PlannedSnapshot::id)
                        .toList());
    }

    private static RetentionPlan withoutReasons(RetentionSettings settings, RetentionFacts facts) {
        RetentionPlan plan = OURS.plan(settings, facts);
        return new RetentionPlan(
                plan.at(),
                plan.snapshots().stream()
                        .map(one -> new PlannedSnapshot(one.facts(), one.decision(), List.of()))
                        .toList(),
                plan.halts());
    }
}
