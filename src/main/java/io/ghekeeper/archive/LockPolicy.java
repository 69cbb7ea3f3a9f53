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

    /**
     * Whether a lock is to be extended: it ends before the term is over, as of now. Its next end is later by days, so that an
     * object is locked again once a week at most. Where {@code longest} leaves no week above the term, a part of it is missing
     * then.
     */
    public boolean isShort(Instant end, Instant now) {
        return end.isBefore(now.plus(promised()));
    }

    private Duration promised() {
        Duration kept = longest.minusSeconds(GENERATION);
        if (kept.compareTo(term) >= 0) {
            return term;
        }
        Duration half = term.dividedBy(2);
        return kept.compareTo(half) > 0 ? kept : half;
    }
}
