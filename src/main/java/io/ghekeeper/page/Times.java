package io.ghekeeper.page;

import io.ghekeeper.monitor.Words;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Instants as people say them who live in a zone, and read at an instant. */
record Times(Instant now, ZoneId zone) {
    private static final DateTimeFormatter CLOCK = formatter("HH:mm");
    private static final DateTimeFormatter THIS_YEAR = formatter("EEE d MMM HH:mm");
    private static final DateTimeFormatter OTHER_YEAR = formatter("d MMM uuuu HH:mm");
    private static final DateTimeFormatter DAY = formatter("EEE d MMM");
    private static final DateTimeFormatter EXACT = formatter("EEE d MMM uuuu, HH:mm:ss");

    /** As {@code 15:17}. */
    String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** As {@code Fri 20 Nov 15:17}. */
    String moment(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return (local.getYear() == now.atZone(zone).getYear() ? THIS_YEAR : OTHER_YEAR).format(local);
    }

    /** As {@code at 15:17}, {@code tomorrow at 03:17} or {@code on Mon 23 Nov at 03:17}. */
    String upcoming(Instant at) {
        long days = ChronoUnit.DAYS.between(today(), day(at));
        String when = days == 0 ? "" : days == 1 ? "tomorrow " : "on " + DAY.format(at.atZone(zone)) + " ";
        return when + "at " + clock(at);
    }

    /** As {@code Fri 20 Nov 2026, 15:17:04}. */
    String exact(Instant at, ZoneId in) {
        return EXACT.format(at.atZone(in));
    }

    /** As {@code 2 h ago}. */
    String ago(Instant at) {
        return Durations.ago(Duration.between(at, now));
    }

    /** As {@code in 12 min}; what should have been a moment ago is now. */
    String until(Instant at) {
        Duration left = Duration.between(now, at);
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? "now" : "in " + Durations.about(left);
    }

    /** Whether the zone shows what the ids of runs and snapshots show. */
    boolean isUtc() {
        return Words.isUtc(zone, now);
    }

    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    LocalDate today() {
        return day(now);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
