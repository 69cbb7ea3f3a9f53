package io.ghekeeper.cli;

import io.ghekeeper.config.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** A time to come that a person gives: how long from now, a date to its end, or a time. Without a zone it is in UTC. */
final class UntilOption {
    static final String FORMS =
            "a duration as 90d, a date as 2027-01-31 to its end, or a time as 2027-01-31T03:17 in UTC;"
                    + " later than now";

    /** Later years have a form of their own, which not every reader of JSON knows. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private UntilOption() {}

    /** Nothing where it is of no form, or not later than now. */
    static Optional<Instant> read(String text, Instant now) {
        Optional<Instant> read = DurationText.parse(text).isPresent()
                ? fromNow(text, now)
                : endOfDay(text).or(() -> SinceOption.read(text, now));
        return read.filter(until -> until.isAfter(now) && !until.isAfter(LAST));
    }

    private static Optional<Instant> fromNow(String text, Instant now) {
        try {
            return DurationText.parse(text).map(now::plus);
        } catch (DateTimeException | ArithmeticException beyondAllTime) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> endOfDay(String text) {
        try {
            return Optional.of(LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeException another) {
            return Optional.empty();
        }
    }
}
