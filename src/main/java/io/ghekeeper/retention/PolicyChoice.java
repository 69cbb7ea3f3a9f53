package io.ghekeeper.retention;

import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What each rule chooses of a list of snapshots. A snapshot that a rule passes over is never chosen by it later, unless
 * snapshots are added.
 */
final class PolicyChoice {
    private static final int DAILY_UP_TO = 7;
    private static final int WEEKLY_UP_TO = 34;

    private final ZoneId zone;
    private final Instant now;
    private final Instant newestGood;

    /**
     * Chooses at that time.
     *
     * @param newestGood when the newest good snapshot began
     */
    PolicyChoice(ZoneId zone, Instant now, Instant newestGood) {
        this.zone = zone;
        this.now = now;
        this.newestGood = newestGood;
    }

    /** A chosen snapshot, and the rule with the period that it stands in. */
    record ChosenSnapshot(SnapshotFacts snapshot, String words) {}

    /**
     * What a rule chooses.
     *
     * @param newestFirst each with a time
     */
    List<ChosenSnapshot> by(RetentionSettings.KeepRule rule, List<SnapshotFacts> newestFirst) {
        if (rule instanceof RetentionSettings.Last last) {
            return first(last.count(), last.text(), newestFirst);
        }
        if (rule instanceof RetentionSettings.EngineCount engine) {
            return first(Math.max(engine.count(), toSecondGood(newestFirst)), engine.text(), newestFirst);
        }
        if (rule instanceof RetentionSettings.Within within) {
            Instant from = newestGood.minus(within.length());
            return newestFirst.stream()
                    .filter(one -> !begun(one).isBefore(from))
                    .map(one -> new ChosenSnapshot(one, within.text()))
                    .toList();
        }
        return rule instanceof RetentionSettings.Periodic periodic
                ? newestOfEach(periodic, newestFirst)
                : exponential(rule.text(), newestFirst);
    }

    /** A backup has the engine spare the last good one beside the new one; all, where there is none. */
    private static int toSecondGood(List<SnapshotFacts> newestFirst) {
        return IntStream.range(0, newestFirst.size())
                .filter(i -> newestFirst.get(i).isGood())
                .map(i -> i + 1)
                .skip(1)
                .findFirst()
                .orElse(newestFirst.size());
    }

    private static Instant begun(SnapshotFacts one) {
        return one.begun().orElseThrow();
    }

    private static List<ChosenSnapshot> first(int count, String text, List<SnapshotFacts> newestFirst) {
        return newestFirst.stream()
                .limit(count)
                .map(one -> new ChosenSnapshot(one, text))
                .toList();
    }

    private List<ChosenSnapshot> newestOfEach(RetentionSettings.Periodic rule, List<SnapshotFacts> newestFirst) {
        List<ChosenSnapshot> chosen = new ArrayList<>();
        Set<CalendarPeriod> seen = new HashSet<>();
        for (SnapshotFacts one : newestFirst) {
            if (seen.size() == rule.count()) {
                break;
            }
            CalendarPeriod period = CalendarPeriod.of(rule.unit(), begun(one), zone);
            if (seen.add(period)) {
                chosen.add(new ChosenSnapshot(one, rule.text() + ": the newest of " + period.name()));
            }
        }
        return chosen;
    }

    /** Days are those of the calendar, so that one of 23 or 25 hours counts as one. */
    private List<ChosenSnapshot> exponential(String text, List<SnapshotFacts> newestFirst) {
        LocalDate today = now.atZone(zone).toLocalDate();
        CalendarPeriod thisHour = CalendarPeriod.of(CalendarUnit.HOURLY, now, zone);
        List<ChosenSnapshot> chosen = new ArrayList<>();
        Set<CalendarPeriod> seen = new HashSet<>();
        for (SnapshotFacts one : newestFirst) {
            long daysAgo = ChronoUnit.DAYS.between(begun(one).atZone(zone).toLocalDate(), today);
            if (daysAgo > WEEKLY_UP_TO) {
                continue;
            }
            CalendarUnit unit = daysAgo <= 0
                    ? CalendarUnit.HOURLY
                    : daysAgo <= DAILY_UP_TO ? CalendarUnit.DAILY : CalendarUnit.WEEKLY;
            CalendarPeriod period = CalendarPeriod.of(unit, begun(one), zone);
            if (period.equals(thisHour)) {
                chosen.add(new ChosenSnapshot(one, text + ": of this hour"));
            } else if (seen.add(period)) {
                chosen.add(new ChosenSnapshot(one, text + ": the newest of " + period.name()));
            }
        }
        return chosen;
    }
}
