package io.ghekeeper.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a retry: each time twice as long, up to an hour, with jitter. */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Doubling stops here; by then every delay is beyond the longest, and nothing overflows. */
    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final RandomGenerator random;

    /** @param first wait; later ones are twice as long each */
    @SuppressWarnings("MissingSummary")
    public Backoff(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
    }

    /**
     * The time to wait after a failed try.
     *
     * @param tries that have failed, from 1
     */
    public Duration after(int tries) {
        long whole = first.toMillis() << Math.min(tries - 1, MOST_DOUBLINGS);
        long bounded = Math.max(first.toMillis(), Math.min(whole, LONGEST.toMillis()));
        // From three quarters to five quarters of it.
        return Duration.ofMillis(bounded * 3 / 4 + random.nextLong(bounded / 2 + 1));
    }
}
