package io.ghekeeper.keep;

import io.ghekeeper.seal.ReadingWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How all snapshots are read again, part by part.
 *
 * @param schedule UNIX cron lines; none where the supervisor begins no verification
 * @param within the time in which all is read
 * @param rateLimit of the supervisor's verifications, in bytes a second
 */
public record VerifySettings(List<String> schedule, Duration within, long rateLimit) {
    public VerifySettings {
        schedule = List.copyOf(schedule);
        Objects.requireNonNull(within);
    }

    /**
     * For a reading that begins now.
     *
     * @param nextTick the first tick after an instant; where none is scheduled, the next reading is a day later
     */
    public ReadingWindow window(Instant now, Function<Instant, Optional<Instant>> nextTick) {
        return new ReadingWindow(within, nextTick.apply(now).orElse(now.plus(Duration.ofDays(1))));
    }
}
