package io.ghekeeper.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * What crontab(5) and Vixie cron say of one line of five fields, by brute force: real time is walked minute by minute, and
 * the clock on the wall is looked at. Shares nothing with what it judges.
 */
final class CronOracle {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Longer than any clock was ever put back: where a walk begins, no wall time behind it has been seen twice. */
    private static final Duration LEAD = Duration.ofHours(26);

    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;
    private final boolean byRealTime;

    CronOracle(String line) {
        String[] fields = line.split(" ", -1);
        minutes = values(fields[0], 0, 59, List.of());
        hours = values(fields[1], 0, 23, List.of());
        daysOfMonth = values(fields[2], 1, 31, List.of());
        months = values(fields[3], 1, 12, MONTHS);
        daysOfWeek = values(fields[4], 0, 7, DAYS);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        byRealTime = fields[0].startsWith("*") || fields[1].startsWith("*");
    }

    /** The ticks after {@code begin}, up to {@code end} and with it, but no more than {@code most}. */
    List<Instant> ticks(ZoneId zone, Instant begin, Instant end, int most) {
        List<Instant> ticks = new ArrayList<>();
        Instant now = begin.minus(LEAD);
        LocalDateTime latest = LocalDateTime.ofInstant(now, zone);
        while (now.isBefore(end) && ticks.size() < most) {
            now = now.plus(MINUTE);
            LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
            boolean due = byRealTime ? matches(wall) : anyMatches(latest, wall);
            latest = wall.isAfter(latest) ? wall : latest;
            if (due && now.isAfter(begin)) {
                ticks.add(now);
            }
        }
        return ticks;
    }

    /** Of the wall times after one and up to another: several where the clock was put forward, none where it was put back. */
    private boolean anyMatches(LocalDateTime latest, LocalDateTime wall) {
        for (LocalDateTime time = latest.plus(MINUTE); !time.isAfter(wall); time = time.plus(MINUTE)) {
            if (matches(time)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(LocalDateTime time) {
        boolean month = daysOfMonth.get(time.getDayOfMonth());
        boolean week = daysOfWeek.get(time.getDayOfWeek().getValue() % 7);
        return minutes.get(time.getMinute())
                && hours.get(time.getHour())
                && months.get(time.getMonthValue())
                && (eitherDay ? month || week : month && week);
    }

    private static BitSet values(String field, int least, int most, List<String> names) {
        BitSet values = new BitSet();
        for (String entry : field.split(",", -1)) {
            String[] rangeAndStep = entry.split("/", -1);
            String[] bounds = rangeAndStep[0].equals("*")
                    ? new String[] {String.valueOf(least), String.valueOf(most)}
                    : rangeAndStep[0].split("-", -1);
            int step = rangeAndStep.length > 1 ? Integer.parseInt(rangeAndStep[1]) : 1;
            for (int value = value(bounds[0], names); value <= value(bounds[bounds.length - 1], names); value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int value(String text, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        return named >= 0 && !text.isEmpty() ? named : Integer.parseInt(text);
    }
}
