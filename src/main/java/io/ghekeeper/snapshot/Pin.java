package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;

/**
 * That a person wants a snapshot kept, whatever retention says.
 *
 * @param at when that was said
 * @param until when it ends; nothing where it holds until it is taken away
 * @param because what the person said; holds no control characters
 */
public record Pin(Instant at, Optional<Instant> until, Optional<String> because) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    public Pin {
        Objects.requireNonNull(at);
        Objects.requireNonNull(until);
        because = because.map(PlainText::of);
    }

    /** Whether it keeps the snapshot at that time. */
    public boolean holds(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }

    /** Such as {@code pinned until 2026-12-24 00:00 UTC: the audit}. */
    public String words() {
        return "pinned" + details();
    }

    /** The same without its first word. */
    public String details() {
        return until.map(end -> " until " + TIME.format(end)).orElse("")
                + because.map(text -> ": " + text).orElse("");
    }
}
