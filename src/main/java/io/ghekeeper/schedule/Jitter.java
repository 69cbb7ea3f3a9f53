package io.ghekeeper.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A random delay, so that several appliances with one schedule do not all begin in the same second. */
public final class Jitter {
    /** Never more than this part of the time to the next tick, so that ticks cannot overtake one another. */
    private static final int PART_OF_GAP = 10;

    private Jitter() {}

    /** Between nothing and {@code longest}, and at most a tenth of the time from the tick to the next one. */
    public static Duration delay(Duration longest, Instant tick, Instant nextTick, RandomGenerator random) {
        Duration part = Duration.between(tick, nextTick).dividedBy(PART_OF_GAP);
        Duration bound = part.compareTo(longest) < 0 ? part : longest;
        return bound.isNegative() || bound.isZero()
                ? Duration.ZERO
                : Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    }
}
