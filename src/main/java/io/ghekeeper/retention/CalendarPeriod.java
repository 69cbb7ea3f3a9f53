package io.ghekeeper.retention;

import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * The hour, day, week, month or year of a zone that an instant is in. Two instants are in the same one exactly where these
 * are equal. The hour that a zone has twice when its clocks go back is two hours.
 *
 * @param name as {@code 2026-11-29}
 */
record CalendarPeriod(CalendarUnit unit, String name) {
    static CalendarPeriod of(CalendarUnit unit, Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        LocalDate day = time.toLocalDate();
        return new CalendarPeriod(
                unit,
                switch (unit) {
                    case HOURLY -> hour(time);
                    case DAILY -> day.toString();
                    case WEEKLY -> "the week of " + monday(day);
                    case MONTHLY -> day.toString().substring(0, day.toString().length() - "-dd".length());
                    case YEARLY -> Integer.toString(day.getYear());
                });
    }

    private static String hour(ZonedDateTime time) {
        return time.toLocalDate() + " " + time.toLocalTime().truncatedTo(ChronoUnit.HOURS) + time.getOffset();
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
