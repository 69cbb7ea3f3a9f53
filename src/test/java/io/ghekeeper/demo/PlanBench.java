package io.ghekeeper.demo;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.retention.RetentionFacts;
import io.ghekeeper.retention.RetentionPlanner;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import io.ghekeeper.retention.RunFacts;
import io.ghekeeper.retention.SnapshotFacts;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures the plan of retention for 10,000 snapshots, one each three hours, by rules of every kind. */
public final class PlanBench {
    private static final int SNAPSHOTS = 10_000;
    private static final int ROUNDS = 21;
    private static final Instant NOW = Instant.parse("2026-11-29T12:30:00Z");
    private static final Duration STEP = Duration.ofHours(3);
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private static final List<KeepRule> RULES = List.of(
            new RetentionSettings.Last(100, "last 100"),
            new RetentionSettings.Within(Duration.ofDays(30), "within 30d"),
            new RetentionSettings.Periodic(CalendarUnit.HOURLY, 48),
            new RetentionSettings.Periodic(CalendarUnit.DAILY, 60),
            new RetentionSettings.Periodic(CalendarUnit.WEEKLY, 52),
            new RetentionSettings.Periodic(CalendarUnit.MONTHLY, 36),
            new RetentionSettings.Periodic(CalendarUnit.YEARLY, 10),
            new RetentionSettings.Exponential());

    private PlanBench() {}

    /** Prints two rows. */
    public static void main(String[] arguments) {
        RetentionPlanner planner = new RetentionPlanner(
                new RetentionSettings(true, RULES, Duration.ofDays(7), ZoneId.of("Europe/Berlin")));
        RetentionFacts facts = facts();
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            if (planner.plan(facts).deleted().isEmpty()) {
                throw new IllegalStateException("the plan deletes nothing");
            }
            times.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        System.out.println("| the plan of 10,000 snapshots, the first of a JVM | " + times.get(0) + " ms | 200 ms |");
        List<Long> next = times.subList(1, ROUNDS).stream().sorted().toList();
        System.out.println(
                "| the same, median of the next " + next.size() + " | " + next.get(next.size() / 2) + " ms | 200 ms |");
    }

    private static RetentionFacts facts() {
        List<SnapshotFacts> snapshots =
                IntStream.range(0, SNAPSHOTS).mapToObj(PlanBench::snapshot).toList();
        RunFacts runs = new RunFacts(
                Optional.of(new RunFacts.LastBackup("last-run", RunFacts.BackupEnd.GOOD)),
                Optional.of(new RunFacts.NewestRun("last-run", NOW.minus(STEP))),
                SnapshotUses.NONE);
        return new RetentionFacts(NOW, snapshots, runs);
    }

    private static SnapshotFacts snapshot(int number) {
        Instant begun = NOW.minus(STEP.multipliedBy(number));
        boolean damaged = number % 50 == 49;
        return new SnapshotFacts(
                ID.format(begun),
                Optional.of(begun),
                damaged ? SnapshotState.DAMAGED : SnapshotState.GOOD,
                Optional.empty(),
                Optional.of("3." + (17 - number / 1000)),
                number == 0,
                SnapshotFacts.ProvenFacts.NONE,
                Evidence.NONE,
                false,
                Optional.empty());
    }
}
