package io.ghekeeper.cli;

import io.ghekeeper.config.DurationText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A time that a person gives: how long ago it is, a date or a time. Without a zone they are in UTC, as ids are. */
final class SinceOption {
    static final String FORMS =
            "a duration as 24h or 7d, a date as 2026-11-20, or a time as 2026-11-20T03:17 or 20261120T031700 in UTC";

    private static final List<Function<String, Instant>> READERS = List.of(
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(),
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDateTime.parse(text, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss['Z']"))
                    .toInstant(ZoneOffset.UTC));

    private SinceOption() {}

    /** Nothing where it is of no form. */
    static Optional<Instant> read(String text, Instant now) {
        return DurationText.parse(text)
                .map(now::minus)
                .or(() -> READERS.stream()
                        .flatMap(reader -> read(reader, text).stream())
                        .findFirst());
    }

    private static Optional<Instant> read(Function<String, Instant> reader, String text) {
        try {
            return Optional.of(reader.apply(text));
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }
}
