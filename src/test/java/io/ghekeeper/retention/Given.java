package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Pin;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts that are made up, one snapshot after the other. */
final class Given {
    static final Instant NOW = Instant.parse("2026-11-29T12:30:00Z");

    static final RunFacts GOOD_RUNS = new RunFacts(
            Optional.of(new RunFacts.LastBackup("last-run", RunFacts.BackupEnd.GOOD)),
            Optional.of(new RunFacts.NewestRun("last-run", NOW.minus(Duration.ofHours(1)))),
            SnapshotUses.NONE);

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final List<SnapshotFacts> snapshots = new ArrayList<>();
    private RunFacts runs = GOOD_RUNS;
    private Instant now = NOW;

    static String id(Instant begun) {
        return ID.format(begun);
    }

    static String id(Duration age) {
        return id(NOW.minus(age));
    }

    /** One of which only time and state are known. */
    static SnapshotFacts snapshot(Instant begun, SnapshotState state) {
        return new SnapshotFacts(
                id(begun),
                Optional.of(begun),
                state,
                Optional.of(begun),
                Optional.of("3.17"),
                false,
                SnapshotFacts.ProvenFacts.NONE,
                Evidence.NONE,
                false,
                Optional.empty());
    }

    static SnapshotFacts with(SnapshotFacts one, SnapshotFacts.ProvenFacts proven) {
        return copy(one, one.release(), one.current(), proven, one.evidence(), one.neededByDumps(), one.untouched());
    }

    static SnapshotFacts withRelease(SnapshotFacts one, String release) {
        return copy(
                one,
                Optional.of(release),
                one.current(),
                one.proven(),
                one.evidence(),
                one.neededByDumps(),
                one.untouched());
    }

    static SnapshotFacts with(SnapshotFacts one, Evidence evidence) {
        return copy(one, one.release(), one.current(), one.proven(), evidence, one.neededByDumps(), one.untouched());
    }

    static SnapshotFacts current(SnapshotFacts one) {
        return copy(one, one.release(), true, one.proven(), one.evidence(), one.neededByDumps(), one.untouched());
    }

    static SnapshotFacts neededByDumps(SnapshotFacts one) {
        return copy(one, one.release(), one.current(), one.proven(), one.evidence(), true, one.untouched());
    }

    static SnapshotFacts untouched(SnapshotFacts one, Duration age, boolean due) {
        return copy(
                one,
                one.release(),
                one.current(),
                one.proven(),
                one.evidence(),
                one.neededByDumps(),
                Optional.of(new SnapshotFacts.UntouchedTime(age, due)));
    }

    static Evidence pinned(Optional<Instant> until) {
        return new Evidence(
                Optional.of(new Pin(NOW, until, Optional.of("the audit"))), Optional.empty(), Optional.empty());
    }

    private static SnapshotFacts copy(
            SnapshotFacts one,
            Optional<String> release,
            boolean current,
            SnapshotFacts.ProvenFacts proven,
            Evidence evidence,
            boolean neededByDumps,
            Optional<SnapshotFacts.UntouchedTime> untouched) {
        return new SnapshotFacts(
                one.id(),
                one.begun(),
                one.state(),
                one.doubtedSince(),
                release,
                current,
                proven,
                evidence,
                neededByDumps,
                untouched);
    }

    Given add(SnapshotFacts one) {
        snapshots.add(one);
        return this;
    }

    Given good(Duration age) {
        return add(snapshot(NOW.minus(age), SnapshotState.GOOD));
    }

    Given good(String... instants) {
        for (String instant : instants) {
            add(snapshot(Instant.parse(instant), SnapshotState.GOOD));
        }
        return this;
    }

    /** One a day, the youngest of today. */
    Given goodDays(int days) {
        for (int day = 0; day < days; day++) {
            good(Duration.ofDays(day));
        }
        return this;
    }

    Given state(Duration age, SnapshotState state) {
        return add(snapshot(NOW.minus(age), state));
    }

    Given runs(RunFacts others) {
        runs = others;
        return this;
    }

    Given lastBackup(RunFacts.BackupEnd end) {
        return runs(new RunFacts(Optional.of(new RunFacts.LastBackup("last-run", end)), runs.newest(), runs.uses()));
    }

    Given uses(Optional<Set<String>> used) {
        return runs(new RunFacts(runs.lastBackup(), runs.newest(), new SnapshotUses(Set.of("a-run"), used)));
    }

    Given now(Instant other) {
        now = other;
        return this;
    }

    RetentionFacts facts() {
        return new RetentionFacts(now, snapshots, runs);
    }

    RetentionPlan planned(RetentionSettings settings) {
        return new RetentionPlanner(settings).plan(facts());
    }

    /** The ids that a plan by these rules deletes; in UTC, and doubted ones after a week. */
    List<String> deleted(RetentionSettings.KeepRule... rules) {
        return planned(settings(ZoneOffset.UTC, rules)).deleted().stream()
                .map(RetentionPlan.PlannedSnapshot::id)
                .toList();
    }

    static RetentionSettings settings(ZoneId zone, RetentionSettings.KeepRule... rules) {
        return new RetentionSettings(true, List.of(rules), Duration.ofDays(7), zone);
    }

    static RetentionSettings.KeepRule last(int count) {
        return new RetentionSettings.Last(count, "last " + count);
    }

    static RetentionSettings.KeepRule each(RetentionSettings.CalendarUnit unit, int count) {
        return new RetentionSettings.Periodic(unit, count);
    }

    static RetentionSettings.KeepRule within(Duration length) {
        return new RetentionSettings.Within(length, "within " + length);
    }
}
