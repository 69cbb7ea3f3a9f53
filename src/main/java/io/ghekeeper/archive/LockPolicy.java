package io.ghekeeper.archive;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long objects are locked. Ends of locks are multiples of seven days since 1970, so that an object that many
 * snapshots share is locked again once a week, and not with each of them.
 *
 * @param term from now on, at least
 * @param longest a lock never ends later than this from now: a lock by mistake cannot be taken back
 */
public record LockPolicy(Duration term, Duration longest) {
    private static final long GENERATION = Duration.ofDays(7).toSeconds();

    public LockPolicy {
        if (term.isNegative() || term.isZero() || longest.compareTo(term) < 0) {
            throw new IllegalArgumentException("a lock of " + term + ", and of " + longest + " at most");
        }
    }

    /**
     * The end of a lock.
     *
     * @param now by the store's clock
     */
    Instant until(Instant now) {
        long end = now.plus(term).getEpochSecond();
        Instant rounded = Instant.ofEpochSecond(Math.floorDiv(end + GENERATION - 1, GENERATION) * GENERATION);
        Instant last = now.plus(longest);
        return rounded.isAfter(last) ? last : rounded;
    }
}
