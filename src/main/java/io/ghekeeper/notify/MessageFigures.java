package io.ghekeeper.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and figures as messages have them. */
final class MessageFigures {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MessageFigures() {}

    /** As {@code 2026-11-20 03:17 UTC}: who reads it may be in any zone. */
    static String time(Instant instant) {
        return MINUTE.format(instant);
    }

    /** A failure's message as a sentence. */
    static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
