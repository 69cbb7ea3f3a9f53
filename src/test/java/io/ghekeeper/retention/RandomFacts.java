package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts and settings of one seed. The same seed gives the same. */
final class RandomFacts {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"), // its clocks change by half an hour
            ZoneId.of("Pacific/Apia"));

    /** About which times: a plain one, and those at which clocks change in the zones above. */
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-11-29T12:30:00Z"),
            Instant.parse("2026-10-25T01:20:00Z"),
            Instant.parse("2027-03-28T01:10:00Z"),
            Instant.parse("2026-11-01T04:40:00Z"),
            Instant.parse("2027-04-03T15:20:00Z"),
            Instant.parse("2027-01-01T00:05:00Z"),
            Instant.parse("2011-12-30T10:30:00Z")); // Apia has no such day

    /** How far apart snapshots are, at most. */
    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(20), Duration.ofHours(3), Duration.ofHours(30), Duration.ofDays(9), Duration.ofDays(80));

    private static final List<String> RELEASES = List.of("3.15", "3.16", "3.17");
    private static final int MOST_SNAPSHOTS = 45;
    private static final int MOST_RULES = 4;

    private final Random random;
    private final Instant now;

    RandomFacts(long seed) {
        this.random = new Random(seed);
        this.now = pick(TIMES).plusSeconds(random.nextInt(7200));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean oneOf(int many) {
        return random.nextInt(many) == 0;
    }

    RetentionSettings settings() {
        List<KeepRule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_RULES);
        for (int i = 0; i < count; i++) {
            rules.add(rule());
        }
        return new RetentionSettings(true, rules, Duration.ofHours(1 + random.nextInt(200)), pick(ZONES));
    }

    private KeepRule rule() {
        int count = 1 + random.nextInt(8);
        return switch (random.nextInt(5)) {
            case 0 -> Given.last(count);
            case 1 -> Given.within(Duration.ofHours(count * 17L));
            case 2 -> new RetentionSettings.Exponential();
            case 3 -> new RetentionSettings.EngineCount(count);
            default -> Given.each(pick(List.of(CalendarUnit.values())), count);
        };
    }

    RetentionFacts facts() {
        Map<String, SnapshotFacts> snapshots = new HashMap<>();
        Duration step = pick(STEPS);
        Instant begun = now;
        int count = random.nextInt(MOST_SNAPSHOTS);
        for (int i = 0; i < count; i++) {
            begun = begun.minusSeconds(1 + random.nextInt((int) step.toSeconds()))
                    .truncatedTo(ChronoUnit.SECONDS);
            SnapshotFacts one = snapshot(begun);
            snapshots.put(one.id(), one);
        }
        if (oneOf(30)) {
            Instant future = now.plus(step);
            snapshots.put(Given.id(future), Given.snapshot(future, pick(List.of(SnapshotState.values()))));
        }
        return new RetentionFacts(now, List.copyOf(snapshots.values()), runs(snapshots.keySet()));
    }

    private RunFacts runs(Set<String> ids) {
        RunFacts.BackupEnd end = oneOf(10) ? pick(List.of(RunFacts.BackupEnd.values())) : RunFacts.BackupEnd.GOOD;
        Set<String> used = ids.stream().filter(id -> oneOf(15)).collect(Collectors.toSet());
        return new RunFacts(
                oneOf(20) ? Optional.empty() : Optional.of(new RunFacts.LastBackup("a-run", end)),
                Optional.of(new RunFacts.NewestRun("a-run", oneOf(40) ? now.plusSeconds(3600) : now)),
                new SnapshotUses(Set.of("a-run"), oneOf(40) ? Optional.empty() : Optional.of(used)));
    }

    private SnapshotFacts snapshot(Instant begun) {
        boolean good = random.nextInt(10) < 6;
        SnapshotState state = good ? SnapshotState.GOOD : pick(List.of(SnapshotState.values()));
        return new SnapshotFacts(
                Given.id(begun),
                oneOf(40) ? Optional.empty() : Optional.of(begun),
                state,
                oneOf(10)
                        ? Optional.empty()
                        : Optional.of(oneOf(4) ? now.minusSeconds(random.nextInt(900_000)) : begun),
                oneOf(10) ? Optional.empty() : Optional.of(pick(RELEASES)),
                oneOf(30),
                new SnapshotFacts.ProvenFacts(
                        oneOf(12),
                        oneOf(12),
                        oneOf(20)
                                ? pick(List.of(SnapshotFacts.ArchiveCopy.values()))
                                : SnapshotFacts.ArchiveCopy.NOT_USED),
                evidence(),
                oneOf(30),
                state == SnapshotState.INCOMPLETE && !oneOf(5)
                        ? Optional.of(new SnapshotFacts.UntouchedTime(Duration.ofHours(30), oneOf(2)))
                        : Optional.empty());
    }

    private Evidence evidence() {
        if (oneOf(40)) {
            return new Evidence(Optional.empty(), Optional.empty(), Optional.of("is no JSON"));
        }
        return oneOf(15)
                ? Given.pinned(
                        oneOf(3) ? Optional.empty() : Optional.of(now.plusSeconds(random.nextInt(200_000) - 50_000)))
                : Evidence.NONE;
    }
}
