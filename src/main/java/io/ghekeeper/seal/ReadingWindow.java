package io.ghekeeper.seal;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Within which time each file is to be read again.
 *
 * @param next when the next run begins
 */
public record ReadingWindow(Duration within, Instant next) {
    public ReadingWindow {
        Objects.requireNonNull(within);
        Objects.requireNonNull(next);
    }

    /** The share of all that is read now: that of the time since the last run, or up to the next one after the first. */
    public double share(Optional<Instant> last, Instant now) {
        Duration time = last.filter(begin -> !begin.isAfter(now))
                .map(begin -> Duration.between(begin, now))
                .orElse(Duration.between(now, next));
        return Math.max(0, Math.min(1, (double) time.toMillis() / within.toMillis()));
    }

    /** What was read until then would be late at the next run. */
    public Instant overdue() {
        return next.minus(within);
    }
}
