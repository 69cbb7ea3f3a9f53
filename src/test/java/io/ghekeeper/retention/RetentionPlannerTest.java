package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionPlannerTest {
    private static final Duration OLD = Duration.ofDays(200);
    private static final RetentionSettings.KeepRule ONE = Given.last(1);

    /** The reasons of one that is older than any rule keeps. */
    private static Set<ReasonCode> reasonsOfOld(Given given, Duration age) {
        return reasons(given.planned(Given.settings(ZoneId.of("UTC"), ONE)), Given.id(age));
    }

    private static Set<ReasonCode> reasons(RetentionPlan plan, String id) {
        return plan.snapshots().stream()
                .filter(one -> one.id().equals(id))
                .flatMap(one -> one.reasons().stream())
                .map(RetentionReason::code)
                .collect(Collectors.toSet());
    }

    private static Map<String, String> words(RetentionPlan plan) {
        return plan.snapshots().stream()
                .collect(Collectors.toMap(
                        RetentionPlan.PlannedSnapshot::id,
                        one -> one.reasons().stream()
                                .map(RetentionReason::words)
                                .collect(Collectors.joining("; "))));
    }

    private static SnapshotFacts old() {
        return Given.snapshot(Given.NOW.minus(OLD), SnapshotState.GOOD);
    }

    private static SnapshotFacts ofRelease(String release, Duration age) {
        return Given.withRelease(Given.snapshot(Given.NOW.minus(age), SnapshotState.GOOD), release);
    }

    @Test
    void lastCountsTheNewest() {
        assertThat(new Given().goodDays(5).deleted(Given.last(3)))
                .containsExactly(Given.id(Duration.ofDays(3)), Given.id(Duration.ofDays(4)));
    }

    /** A month without backups must not empty the volume. */
    @Test
    void withinIsMeasuredFromTheNewestGoodSnapshotNotFromNow() {
        assertThat(new Given()
                        .good("2026-10-01T00:00:00Z", "2026-09-29T00:00:00Z", "2026-09-28T23:59:59Z")
                        .deleted(Given.within(Duration.ofDays(2))))
                .containsExactly("20260928T235959");
    }

    @Test
    void keepsTheNewestOfEachDayForAsManyDaysAsHaveOne() {
        assertThat(new Given()
                        .good("2026-11-29T10:00:00Z", "2026-11-29T02:00:00Z", "2026-11-20T22:00:00Z")
                        .good("2026-11-20T01:00:00Z", "2026-11-10T22:00:00Z")
                        .deleted(Given.each(CalendarUnit.DAILY, 2)))
                .containsExactly("20261129T020000", "20261120T010000", "20261110T220000");
    }

    @Test
    void keepsTheNewestOfEachWeekFromMondayOnMonthAndYear() {
        Given given = new Given()
                .good("2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z")
                .good("2026-10-31T00:00:00Z", "2025-12-31T23:00:00Z", "2025-06-01T00:00:00Z");

        assertThat(given.deleted(Given.each(CalendarUnit.WEEKLY, 2)))
                .containsExactly("20261116T000000", "20261031T000000", "20251231T230000", "20250601T000000");
        assertThat(given.deleted(Given.each(CalendarUnit.MONTHLY, 2)))
                .containsExactly("20261122T235959", "20261116T000000", "20251231T230000", "20250601T000000");
        assertThat(given.deleted(Given.each(CalendarUnit.YEARLY, 9)))
                .containsExactly("20261122T235959", "20261116T000000", "20261031T000000", "20250601T000000");
    }

    /** 02:30 comes twice in Berlin on that night: first in summer time, then in winter time. */
    @Test
    void theHourThatAZoneHasTwiceIsTwoHoursAndItsDayIsOneDay() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Given given = new Given().good("2026-10-25T01:40:00Z", "2026-10-25T00:30:00Z", "2026-10-24T22:10:00Z");

        assertThat(given.planned(Given.settings(berlin, Given.each(CalendarUnit.HOURLY, 9)))
                        .deleted())
                .isEmpty();
        assertThat(given.planned(Given.settings(berlin, Given.each(CalendarUnit.DAILY, 9)))
                        .deleted())
                .extracting(RetentionPlan.PlannedSnapshot::id)
                .containsExactly("20261025T003000", "20261024T221000");
        assertThat(words(given.planned(Given.settings(berlin, Given.each(CalendarUnit.HOURLY, 9))))
                        .get("20261025T003000"))
                .contains("hourly 9: the newest of 2026-10-25 02:00+02:00");
    }

    @Test
    void daysAreThoseOfTheZone() {
        Given given = new Given().good("2026-11-20T23:30:00Z", "2026-11-20T22:30:00Z");
        RetentionSettings.KeepRule daily = Given.each(CalendarUnit.DAILY, 9);

        assertThat(given.deleted(daily)).containsExactly("20261120T223000");
        assertThat(given.planned(Given.settings(ZoneId.of("Europe/Berlin"), daily))
                        .deleted())
                .isEmpty();
    }

    /** The rules of etcd-backup-restore, at 12:30 of a Sunday. */
    @Test
    void exponentialKeepsThisHourThenHoursThenDaysThenWeeksThenNothing() {
        assertThat(new Given()
                        .good("2026-11-29T12:20:00Z", "2026-11-29T12:10:00Z") // this hour
                        .good("2026-11-29T11:50:00Z", "2026-11-29T11:10:00Z") // an hour of today
                        .good("2026-11-29T00:00:00Z", "2026-11-28T23:59:59Z", "2026-11-28T12:00:00Z") // yesterday
                        .good("2026-11-22T12:00:00Z", "2026-11-22T00:00:00Z") // seven days ago
                        .good("2026-11-21T12:00:00Z", "2026-11-16T12:00:00Z") // a week
                        .good("2026-10-26T00:00:00Z", "2026-10-25T23:59:59Z") // 34 and 35 days ago
                        .deleted(new RetentionSettings.Exponential()))
                .containsExactly(
                        "20261129T111000", "20261128T120000", "20261122T000000", "20261116T120000", "20261025T235959");
    }

    @Test
    void rulesAddUpAndEachIsNamed() {
        RetentionPlan plan = new Given()
                .goodDays(4)
                .planned(Given.settings(
                        ZoneId.of("UTC"),
                        Given.last(1),
                        Given.each(CalendarUnit.DAILY, 3),
                        Given.within(Duration.ofDays(1))));

        assertThat(plan.deleted())
                .extracting(RetentionPlan.PlannedSnapshot::id)
                .containsExactly(Given.id(Duration.ofDays(3)));
        assertThat(words(plan).get(Given.id(Duration.ofDays(1))))
                .isEqualTo("daily 3: the newest of 2026-11-28; within PT24H");
        assertThat(words(plan).get(Given.id(Duration.ofDays(3)))).isEqualTo("no rule of the policy keeps it");
    }

    @Test
    void thePlanShowsTheNewestFirst() {
        assertThat(new Given()
                        .good(OLD)
                        .goodDays(2)
                        .planned(Given.settings(ZoneId.of("UTC"), ONE))
                        .snapshots())
                .extracting(RetentionPlan.PlannedSnapshot::id)
                .containsExactly(Given.id(Duration.ZERO), Given.id(Duration.ofDays(1)), Given.id(OLD));
    }

    @Test
    void neverDeletesTheNewestGoodSnapshotWhateverItsAge() {
        Given given = new Given().good(OLD).state(OLD.plusDays(1), SnapshotState.COMPLETE);

        assertThat(reasonsOfOld(given, OLD)).contains(ReasonCode.NEWEST_GOOD);
        assertThat(given.deleted(new RetentionSettings.Exponential())).containsExactly(Given.id(OLD.plusDays(1)));
    }

    @Test
    void neverDeletesTheNewestVerifiedOrRestoredOneAndDeletesOlderOnes() {
        SnapshotFacts.ProvenFacts verified =
                new SnapshotFacts.ProvenFacts(true, false, SnapshotFacts.ArchiveCopy.NOT_USED);
        SnapshotFacts.ProvenFacts restored =
                new SnapshotFacts.ProvenFacts(false, true, SnapshotFacts.ArchiveCopy.NOT_USED);
        Given given = new Given()
                .good(Duration.ZERO)
                .add(Given.with(old(), verified))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD.plusDays(1)), SnapshotState.GOOD), restored))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD.plusDays(2)), SnapshotState.GOOD), verified))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD.plusDays(3)), SnapshotState.GOOD), restored));

        assertThat(reasonsOfOld(given, OLD)).containsExactly(ReasonCode.NEWEST_VERIFIED);
        assertThat(reasonsOfOld(given, OLD.plusDays(1))).containsExactly(ReasonCode.NEWEST_RESTORED);
        assertThat(given.deleted(ONE)).containsExactly(Given.id(OLD.plusDays(2)), Given.id(OLD.plusDays(3)));
    }

    @Test
    void neverDeletesTheNewestArchivedOneAndDeletesOlderOnes() {
        SnapshotFacts.ProvenFacts archived =
                new SnapshotFacts.ProvenFacts(false, false, SnapshotFacts.ArchiveCopy.PROVEN);
        Given given = new Given()
                .good(Duration.ZERO)
                .add(Given.with(old(), archived))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD.plusDays(1)), SnapshotState.GOOD), archived));

        assertThat(reasonsOfOld(given, OLD)).containsExactly(ReasonCode.NEWEST_ARCHIVED);
        assertThat(given.deleted(ONE)).containsExactly(Given.id(OLD.plusDays(1)));
    }

    @Test
    void neverDeletesAPinnedSnapshotUntilItsPinEnds() {
        Given forever = new Given().good(Duration.ZERO).add(Given.with(old(), Given.pinned(Optional.empty())));
        Given toCome = new Given()
                .good(Duration.ZERO)
                .add(Given.with(old(), Given.pinned(Optional.of(Given.NOW.plusSeconds(1)))));
        Given over = new Given().good(Duration.ZERO).add(Given.with(old(), Given.pinned(Optional.of(Given.NOW))));

        assertThat(reasonsOfOld(forever, OLD)).containsExactly(ReasonCode.PINNED);
        assertThat(words(forever.planned(Given.settings(ZoneId.of("UTC"), ONE))).get(Given.id(OLD)))
                .isEqualTo("pinned: the audit");
        assertThat(reasonsOfOld(toCome, OLD)).containsExactly(ReasonCode.PINNED);
        assertThat(over.deleted(ONE)).containsExactly(Given.id(OLD));
    }

    @Test
    void neverDeletesASnapshotWhoseEvidenceCannotBeRead() {
        Evidence unreadable = new Evidence(Optional.empty(), Optional.empty(), Optional.of("is no JSON"));

        assertThat(reasonsOfOld(new Given().good(Duration.ZERO).add(Given.with(old(), unreadable)), OLD))
                .containsExactly(ReasonCode.EVIDENCE_UNREADABLE);
    }

    @Test
    void neverDeletesWhatARunUsesAndNothingWhereThatIsUnknown() {
        Given used = new Given().good(Duration.ZERO).good(OLD).uses(Optional.of(Set.of(Given.id(OLD))));
        Given unknown = new Given().good(Duration.ZERO).good(OLD).uses(Optional.empty());

        assertThat(reasonsOfOld(used, OLD)).containsExactly(ReasonCode.IN_USE);
        assertThat(reasonsOfOld(unknown, OLD)).containsExactly(ReasonCode.USE_UNKNOWN);
        assertThat(used.uses(Optional.of(Set.of())).deleted(ONE)).containsExactly(Given.id(OLD));
    }

    /** An appliance of the old release takes no snapshot of the new one. */
    @ParameterizedTest
    @EnumSource(
            value = SnapshotState.class,
            names = {"SUSPECT", "FAILED_ITS_DRILL", "DAMAGED"})
    void aProofOfOneThatIsNotGoodTakesNoProvenGoodOnesPlace(SnapshotState state) {
        SnapshotFacts.ProvenFacts verified =
                new SnapshotFacts.ProvenFacts(true, false, SnapshotFacts.ArchiveCopy.NOT_USED);
        SnapshotFacts.ProvenFacts restored =
                new SnapshotFacts.ProvenFacts(false, true, SnapshotFacts.ArchiveCopy.NOT_USED);
        Given given = new Given()
                .good(Duration.ZERO)
                .add(Given.with(Given.snapshot(Given.NOW.minus(Duration.ofDays(8)), state), verified))
                .add(Given.with(Given.snapshot(Given.NOW.minus(Duration.ofDays(9)), state), restored))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD), SnapshotState.GOOD), verified))
                .add(Given.with(Given.snapshot(Given.NOW.minus(OLD.plusDays(1)), SnapshotState.GOOD), restored));

        assertThat(reasonsOfOld(given, OLD)).containsExactly(ReasonCode.NEWEST_VERIFIED);
        assertThat(reasonsOfOld(given, OLD.plusDays(1))).containsExactly(ReasonCode.NEWEST_RESTORED);
    }

    /** The engine's pruning spares the good one before the new one, whatever number is set. */
    @Test
    void withoutAPolicyAllStayDownToTheSecondNewestGoodOne() {
        Given given = new Given()
                .good(Duration.ZERO)
                .state(Duration.ofDays(100), SnapshotState.SUSPECT)
                .good(Duration.ofDays(101))
                .good(Duration.ofDays(102));

        assertThat(given.deleted(RetentionSettings.likeTheEngine(1).toArray(RetentionSettings.KeepRule[]::new)))
                .containsExactly(Given.id(Duration.ofDays(102)));
    }

    @Test
    void neverDeletesTheLastSnapshotOfAReleaseWithinNinetyDays() {
        Given given = new Given()
                .good(Duration.ZERO)
                .add(ofRelease("3.16", Duration.ofDays(89)))
                .add(ofRelease("3.16", Duration.ofDays(89).plusHours(1)))
                .add(ofRelease("3.15", Duration.ofDays(90)))
                .add(ofRelease("3.14", Duration.ofDays(91)));

        assertThat(reasonsOfOld(given, Duration.ofDays(89))).containsExactly(ReasonCode.NEWEST_OF_RELEASE);
        assertThat(reasonsOfOld(given, Duration.ofDays(90))).containsExactly(ReasonCode.NEWEST_OF_RELEASE);
        assertThat(given.deleted(ONE))
                .containsExactly(Given.id(Duration.ofDays(89).plusHours(1)), Given.id(Duration.ofDays(91)));
    }

    @Test
    void keepsTheNewestCompleteOneOfAReleaseOfWhichNoneIsGood() {
        Given given = new Given()
                .good(Duration.ZERO)
                .add(Given.withRelease(
                        Given.snapshot(Given.NOW.minus(Duration.ofDays(20)), SnapshotState.COMPLETE), "3.16"))
                .add(Given.withRelease(
                        Given.snapshot(Given.NOW.minus(Duration.ofDays(21)), SnapshotState.COMPLETE), "3.16"));

        assertThat(given.deleted(ONE)).containsExactly(Given.id(Duration.ofDays(21)));
    }

    @Test
    void neverDeletesWhatTheNextBackupOrAnIncrementalDumpBuildsUpon() {
        assertThat(reasonsOfOld(new Given().good(Duration.ZERO).add(Given.current(old())), OLD))
                .containsExactly(ReasonCode.CURRENT);
        assertThat(reasonsOfOld(new Given().good(Duration.ZERO).add(Given.neededByDumps(old())), OLD))
                .containsExactly(ReasonCode.NEEDED_BY_DUMPS);
    }

    @Test
    void neverDeletesASnapshotWhoseCopyInTheArchiveIsNotProven() {
        SnapshotFacts unproven =
                Given.with(old(), new SnapshotFacts.ProvenFacts(false, false, SnapshotFacts.ArchiveCopy.UNPROVEN));
        SnapshotFacts proven =
                Given.with(old(), new SnapshotFacts.ProvenFacts(false, false, SnapshotFacts.ArchiveCopy.PROVEN));

        assertThat(reasonsOfOld(new Given().good(Duration.ZERO).add(unproven), OLD))
                .containsExactly(ReasonCode.ARCHIVE_UNPROVEN);
        SnapshotFacts newer = Given.with(Given.snapshot(Given.NOW, SnapshotState.GOOD), proven.proven());
        assertThat(new Given().add(newer).add(proven).deleted(ONE)).containsExactly(Given.id(OLD));
    }

    @Test
    void neverDeletesASnapshotWhoseAgeIsUnknown() {
        SnapshotFacts timeless = new SnapshotFacts(
                "20269999T999999",
                Optional.empty(),
                SnapshotState.DAMAGED,
                Optional.empty(),
                Optional.empty(),
                false,
                SnapshotFacts.ProvenFacts.NONE,
                Evidence.NONE,
                false,
                Optional.empty());

        assertThat(reasons(
                        new Given().goodDays(3).add(timeless).planned(Given.settings(ZoneId.of("UTC"), ONE)),
                        "20269999T999999"))
                .containsExactly(ReasonCode.TIME_UNKNOWN);
    }

    /** All that there is of the latest time, until a later one is good. */
    @Test
    void neverDeletesAWholeSnapshotThatIsNewerThanTheNewestGoodOne() {
        Given given = new Given()
                .state(Duration.ofDays(40), SnapshotState.FAILED_ITS_DRILL)
                .state(Duration.ofDays(41), SnapshotState.SUSPECT)
                .good(Duration.ofDays(42));

        assertThat(given.deleted(ONE)).isEmpty();
        assertThat(reasonsOfOld(given, Duration.ofDays(41))).containsExactly(ReasonCode.NEWER_THAN_GOOD);
    }

    @ParameterizedTest
    @EnumSource(
            value = SnapshotState.class,
            names = {"SUSPECT", "FAILED_ITS_DRILL", "COMPLETE", "INCOMPLETE", "DAMAGED"})
    void aSnapshotThatIsNotGoodTakesNoGoodOnesPlace(SnapshotState state) {
        Given given = new Given().goodDays(3);
        for (int hour = 1; hour < 10; hour++) {
            given.state(Duration.ofHours(hour), state);
        }

        assertThat(given.deleted(Given.last(3), Given.each(CalendarUnit.DAILY, 3)))
                .doesNotContain(Given.id(Duration.ZERO), Given.id(Duration.ofDays(1)), Given.id(Duration.ofDays(2)));
    }

    @ParameterizedTest
    @EnumSource(
            value = SnapshotState.class,
            names = {"SUSPECT", "FAILED_ITS_DRILL"})
    void aDoubtedSnapshotStaysForItsTimeAndNoLonger(SnapshotState state) {
        Given given = new Given()
                .good(Duration.ZERO)
                .state(Duration.ofDays(7), state)
                .state(Duration.ofDays(7).plusSeconds(1), state);

        assertThat(given.deleted(Given.last(9)))
                .containsExactly(Given.id(Duration.ofDays(7).plusSeconds(1)));
        assertThat(reasonsOfOld(given, Duration.ofDays(7))).containsExactly(ReasonCode.RECENTLY_UNUSABLE);
        assertThat(reasonsOfOld(given, Duration.ofDays(7).plusSeconds(1))).containsExactly(ReasonCode.LONG_UNUSABLE);
    }

    /** Those of a time before ghe-keeper, and those whose run the journal has forgotten. */
    @ParameterizedTest
    @EnumSource(
            value = SnapshotState.class,
            names = {"COMPLETE", "DAMAGED"})
    void aSnapshotThatMayHaveBeenGoodStaysAsLongAsThePolicyWouldKeepAGoodOne(SnapshotState state) {
        Given given = new Given().good(Duration.ZERO).good(Duration.ofHours(1));
        for (int day = 1; day < 5; day++) {
            given.state(Duration.ofDays(day), state);
        }
        given.good(Duration.ofDays(5)).good(Duration.ofDays(6));

        RetentionPlan plan = given.planned(Given.settings(ZoneId.of("UTC"), Given.last(4)));

        assertThat(reasons(plan, Given.id(Duration.ofDays(2)))).contains(ReasonCode.POLICY);
        assertThat(plan.deleted())
                .extracting(RetentionPlan.PlannedSnapshot::id)
                .containsExactly(Given.id(Duration.ofDays(3)), Given.id(Duration.ofDays(4)));
    }

    @Test
    void anIncompleteSnapshotGoesOnceNothingWasPutIntoItForLong() {
        SnapshotFacts left = Given.snapshot(Given.NOW.minus(Duration.ofDays(2)), SnapshotState.INCOMPLETE);
        Given due = new Given().good(Duration.ZERO).add(Given.untouched(left, Duration.ofHours(26), true));
        Given young = new Given().good(Duration.ZERO).add(Given.untouched(left, Duration.ofHours(3), false));
        Given unknown = new Given().good(Duration.ZERO).add(left);

        assertThat(reasonsOfOld(due, Duration.ofDays(2))).containsExactly(ReasonCode.LONG_INCOMPLETE);
        assertThat(reasonsOfOld(young, Duration.ofDays(2))).containsExactly(ReasonCode.RECENTLY_INCOMPLETE);
        assertThat(reasonsOfOld(unknown, Duration.ofDays(2))).containsExactly(ReasonCode.RECENTLY_INCOMPLETE);
    }

    @Test
    void neverDeletesWhatIsBeingWritten() {
        assertThat(reasonsOfOld(new Given().good(Duration.ZERO).state(OLD, SnapshotState.BEING_WRITTEN), OLD))
                .containsExactly(ReasonCode.BEING_WRITTEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunFacts.BackupEnd.class,
            names = {"SUSPECT", "FAILED", "INTERRUPTED"})
    void nothingIsDeletedWhileTheLastBackupDidNotEndWell(RunFacts.BackupEnd end) {
        Given given = new Given().goodDays(9).lastBackup(end);

        assertThat(given.deleted(ONE)).isEmpty();
        assertThat(reasonsOfOld(given, Duration.ofDays(8))).containsExactly(ReasonCode.LAST_BACKUP_NOT_GOOD);
        assertThat(given.lastBackup(RunFacts.BackupEnd.GOOD).deleted(ONE)).hasSize(8);
    }

    @Test
    void nothingIsDeletedWhileTheRecordOfTheLastBackupCannotBeRead() {
        Given given = new Given().goodDays(9).lastBackup(RunFacts.BackupEnd.UNKNOWN);

        assertThat(reasonsOfOld(given, Duration.ofDays(8))).containsExactly(ReasonCode.LAST_BACKUP_UNKNOWN);
    }

    @Test
    void nothingIsDeletedWhileASnapshotIsOfTheFuture() {
        Given given = new Given()
                .goodDays(3)
                .good(Duration.ofMinutes(1).plusSeconds(1).negated());

        assertThat(reasonsOfOld(given, Duration.ofDays(2))).containsExactly(ReasonCode.CLOCK_WRONG);
        assertThat(new Given().goodDays(3).good(Duration.ofMinutes(1).negated()).deleted(ONE))
                .hasSize(3);
    }

    @Test
    void nothingIsDeletedWhileARunIsOfTheFuture() {
        Given given = new Given()
                .goodDays(3)
                .runs(new RunFacts(
                        Given.GOOD_RUNS.lastBackup(),
                        Optional.of(new RunFacts.NewestRun("run-x", Given.NOW.plus(Duration.ofMinutes(2)))),
                        SnapshotUses.NONE));

        assertThat(reasonsOfOld(given, Duration.ofDays(2))).containsExactly(ReasonCode.CLOCK_WRONG);
        assertThat(given.planned(Given.settings(ZoneId.of("UTC"), ONE)).halts())
                .extracting(RetentionReason::words)
                .containsExactly("the clock may be wrong: run run-x is of a later time than now");
    }

    @Test
    void nothingIsDeletedWhileNoSnapshotIsGood() {
        Given given = new Given();
        for (int day = 0; day < 9; day++) {
            given.state(Duration.ofDays(day), SnapshotState.COMPLETE);
        }

        assertThat(reasonsOfOld(given, Duration.ofDays(8))).containsExactly(ReasonCode.NO_GOOD_SNAPSHOT);
    }

    @Test
    void anEmptyVolumeHasAnEmptyPlan() {
        assertThat(new Given().deleted(ONE)).isEmpty();
        assertThat(new Given()
                        .now(Instant.EPOCH)
                        .planned(Given.settings(ZoneId.of("UTC"), ONE))
                        .kept())
                .isZero();
    }
}
