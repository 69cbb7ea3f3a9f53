package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same rules written in another way, without regard to time: each snapshot is judged by itself, by comparing it with all
 * others. Periods are texts that a formatter writes.
 */
final class RetentionOracle {
    private final RetentionSettings settings;
    private final RetentionFacts facts;
    private final List<SnapshotFacts> all;

    private RetentionOracle(RetentionSettings settings, RetentionFacts facts) {
        this.settings = settings;
        this.facts = facts;
        this.all = facts.snapshots();
    }

    static Set<String> deleted(RetentionSettings settings, RetentionFacts facts) {
        RetentionOracle oracle = new RetentionOracle(settings, facts);
        return facts.snapshots().stream()
                .filter(one -> !oracle.isHalted() && !oracle.isProtected(one) && !oracle.isWanted(one))
                .map(SnapshotFacts::id)
                .collect(Collectors.toSet());
    }

    private boolean isHalted() {
        Instant latest = facts.now().plusSeconds(60);
        boolean future = Stream.concat(
                        all.stream().flatMap(one -> one.begun().stream()),
                        facts.runs().newest().stream().map(RunFacts.NewestRun::begun))
                .anyMatch(time -> time.compareTo(latest) > 0);
        boolean failed = facts.runs().lastBackup().isPresent()
                && facts.runs().lastBackup().get().end() != RunFacts.BackupEnd.GOOD;
        return future
                || failed
                || all.stream().noneMatch(one -> one.state() == SnapshotState.GOOD)
                || facts.runs().uses().snapshots().isEmpty();
    }

    /** What no policy deletes. */
    private boolean isProtected(SnapshotFacts one) {
        boolean pinned = one.evidence().pin().isPresent()
                && !one.evidence()
                        .pin()
                        .get()
                        .until()
                        .orElse(Instant.MAX)
                        .isBefore(facts.now().plusNanos(1));
        return one.begun().isEmpty()
                || one.state() == SnapshotState.BEING_WRITTEN
                || one.current()
                || one.neededByDumps()
                || pinned
                || one.evidence().unreadable().isPresent()
                || one.proven().copy() == SnapshotFacts.ArchiveCopy.UNPROVEN
                || facts.runs().uses().snapshots().orElseThrow().contains(one.id())
                || isNewest(one, other -> other.state() == SnapshotState.GOOD)
                || isNewest(one, other -> other.proven().verified())
                || isNewest(one, other -> other.proven().copy() == SnapshotFacts.ArchiveCopy.PROVEN)
                || isNewest(one, other -> other.proven().restored())
                || isNewest(
                        one,
                        other -> other.state() == SnapshotState.GOOD
                                && other.proven().verified())
                || isNewest(
                        one,
                        other -> other.state() == SnapshotState.GOOD
                                && other.proven().copy() == SnapshotFacts.ArchiveCopy.PROVEN)
                || isNewest(
                        one,
                        other -> other.state() == SnapshotState.GOOD
                                && other.proven().restored())
                || isNewestOfItsRelease(one)
                || (isWhole(one)
                        && newer(one, other -> other.state() == SnapshotState.GOOD) == 0
                        && one.state() != SnapshotState.GOOD);
    }

    private static boolean isWhole(SnapshotFacts one) {
        return one.state() != SnapshotState.INCOMPLETE && one.state() != SnapshotState.BEING_WRITTEN;
    }

    private boolean isNewest(SnapshotFacts one, Predicate<SnapshotFacts> which) {
        return which.test(one) && newer(one, which) == 0;
    }

    private boolean isNewestOfItsRelease(SnapshotFacts one) {
        if (one.release().isEmpty()
                || Duration.between(one.begun().orElseThrow(), facts.now()).toDays() > 90) {
            return false;
        }
        if (Duration.between(one.begun().orElseThrow(), facts.now()).compareTo(Duration.ofDays(90)) > 0) {
            return false;
        }
        Predicate<SnapshotFacts> same = other -> other.release().equals(one.release());
        boolean anyGood = all.stream().anyMatch(same.and(other -> other.state() == SnapshotState.GOOD));
        SnapshotState counts = anyGood ? SnapshotState.GOOD : SnapshotState.COMPLETE;
        // One without a time may be the newest as well, and stays for that reason already.
        return isNewest(one, same.and(other -> other.state() == counts));
    }

    /** How many others of these are newer. */
    private long newer(SnapshotFacts one, Predicate<SnapshotFacts> which) {
        return others(one, which).count();
    }

    private Stream<SnapshotFacts> others(SnapshotFacts one, Predicate<SnapshotFacts> which) {
        return all.stream()
                .filter(other -> other.begun().isPresent())
                .filter(which)
                .filter(other -> other.begun().get().isAfter(one.begun().orElseThrow()));
    }

    /** Whether a rule, or the bound of its state, keeps it. */
    private boolean isWanted(SnapshotFacts one) {
        return settings.policy().stream().anyMatch(rule -> isWanted(one, rule)) || isYoung(one);
    }

    private boolean isYoung(SnapshotFacts one) {
        return switch (one.state()) {
            case SUSPECT, FAILED_ITS_DRILL ->
                one.doubtedSince()
                                .orElse(facts.now())
                                .plus(settings.keepUnusable())
                                .compareTo(facts.now())
                        >= 0;
            case INCOMPLETE ->
                one.untouched().isEmpty() || !one.untouched().get().due();
            default -> false;
        };
    }

    private boolean isWanted(SnapshotFacts one, KeepRule rule) {
        if (rule instanceof RetentionSettings.EngineCount engine) {
            return isWhole(one)
                    && (newer(one, RetentionOracle::isWhole) < engine.count()
                            || newer(one, other -> other.state() == SnapshotState.GOOD) < 2);
        }
        Predicate<SnapshotFacts> good = other -> other.state() == SnapshotState.GOOD;
        Predicate<SnapshotFacts> perhaps =
                good.or(other -> other.state() == SnapshotState.COMPLETE || other.state() == SnapshotState.DAMAGED);
        return perhaps.test(one) && isWanted(one, rule, good.test(one) ? good : perhaps);
    }

    private boolean isWanted(SnapshotFacts one, KeepRule rule, Predicate<SnapshotFacts> counted) {
        if (rule instanceof RetentionSettings.Last last) {
            return newer(one, counted) < last.count();
        }
        if (rule instanceof RetentionSettings.Within within) {
            Optional<Instant> newest = all.stream()
                    .filter(other -> other.state() == SnapshotState.GOOD)
                    .flatMap(other -> other.begun().stream())
                    .max(Comparator.naturalOrder());
            return newest.isPresent()
                    && Duration.between(one.begun().orElseThrow(), newest.get()).compareTo(within.length()) <= 0;
        }
        if (rule instanceof RetentionSettings.Periodic periodic) {
            String mine = period(periodic.unit(), one);
            return others(one, counted)
                            .noneMatch(other -> period(periodic.unit(), other).equals(mine))
                    && others(one, counted)
                                    .map(other -> period(periodic.unit(), other))
                                    .distinct()
                                    .count()
                            < periodic.count();
        }
        return isExponential(one, counted);
    }

    private boolean isExponential(SnapshotFacts one, Predicate<SnapshotFacts> counted) {
        CalendarUnit mine = tier(one);
        if (mine == CalendarUnit.YEARLY) {
            return false;
        }
        String period = period(mine, one);
        return (mine == CalendarUnit.HOURLY && period.equals(text(CalendarUnit.HOURLY, facts.now())))
                || others(one, counted)
                        .noneMatch(other -> tier(other) == mine && Objects.equals(period(mine, other), period));
    }

    /** By dates that are counted back one after the other; yearly means too old. */
    private CalendarUnit tier(SnapshotFacts one) {
        var day = facts.now().atZone(settings.zone()).toLocalDate();
        var begun = one.begun().orElseThrow().atZone(settings.zone()).toLocalDate();
        int back = 0;
        while (day.isAfter(begun) && back < 36) {
            day = day.minusDays(1);
            back++;
        }
        return back == 0
                ? CalendarUnit.HOURLY
                : back < 8 ? CalendarUnit.DAILY : back < 35 ? CalendarUnit.WEEKLY : CalendarUnit.YEARLY;
    }

    private String period(CalendarUnit unit, SnapshotFacts one) {
        return text(unit, one.begun().orElseThrow());
    }

    private String text(CalendarUnit unit, Instant time) {
        var zoned = time.atZone(settings.zone());
        return switch (unit) {
            case HOURLY ->
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHxxx", Locale.ROOT).format(zoned);
            case DAILY -> DateTimeFormatter.ofPattern("uuuu-DDD", Locale.ROOT).format(zoned);
            case WEEKLY -> zoned.get(IsoFields.WEEK_BASED_YEAR) + "-W" + zoned.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).format(zoned);
            case YEARLY -> DateTimeFormatter.ofPattern("uuuu", Locale.ROOT).format(zoned);
        };
    }
}
