package io.ghekeeper.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * A message did not arrive. Only words go on from here, and no cause: what libraries say when they fail may hold the
 * address, which is a secret.
 */
public final class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    /** What may help. */
    public enum RetryChance {
        /** It may succeed a little later. */
        CAN_PASS,
        /** It fails until a person changes something. */
        STAYS,
        /** Some recipients got the message: a retry would send it to them twice. */
        PARTLY_DELIVERED
    }

    private final RetryChance chance;
    private final transient Optional<Duration> wait;

    DeliveryException(RetryChance chance, String reason) {
        this(chance, reason, Optional.empty());
    }

    /** @param wait for how long the receiver asked to be left alone */
    @SuppressWarnings("MissingSummary")
    DeliveryException(RetryChance chance, String reason, Optional<Duration> wait) {
        super(Notification.bounded(reason, LONGEST));
        this.chance = chance;
        this.wait = wait;
    }

    RetryChance chance() {
        return chance;
    }

    Optional<Duration> retryAfter() {
        return wait;
    }
}
