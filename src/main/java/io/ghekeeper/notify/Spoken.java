package io.ghekeeper.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and figures as messages have them. */
final class Spoken {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int HOURS_UP_TO = 72;

    private Spoken() {}

    /** As {@code 2026-11-20 03:17 UTC}: who reads it may be in any zone. */
    static String time(Instant instant) {
        return MINUTE.format(instant);
    }

    /** As {@code 5 d 3 h}, {@code 31 h}, {@code 12 min} or {@code 7 s}. */
    static String about(Duration duration) {
        if (duration.toHours() > HOURS_UP_TO) {
            return duration.toDays() + " d" + (duration.toHoursPart() == 0 ? "" : " " + duration.toHoursPart() + " h");
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    /** As {@code 1 run} and {@code 2 runs}. */
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** A failure's message as a sentence. */
    static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
