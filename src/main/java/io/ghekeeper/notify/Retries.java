package io.ghekeeper.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tries again where that can help. */
final class Retries {
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** Who asks to be left alone for longer is tried again when the next look is due. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Pause pause;

    Retries(Pause pause) {
        this.pause = pause;
    }

    /** Lets time pass. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** The machine's own. */
    static Retries real() {
        return new Retries(duration -> Thread.sleep(duration.toMillis()));
    }

    /** @throws DeliveryException the last one */
    @SuppressWarnings("MissingSummary")
    void of(Runnable delivery) {
        for (int tries = 0; ; tries++) {
            try {
                delivery.run();
                return;
            } catch (DeliveryException failure) {
                Optional<Duration> next = tries < PAUSES.size() ? next(failure, PAUSES.get(tries)) : Optional.empty();
                await(next.orElseThrow(() -> failure), failure);
            }
        }
    }

    private static Optional<Duration> next(DeliveryException failure, Duration usual) {
        Duration wait =
                failure.retryAfter().filter(asked -> asked.compareTo(usual) > 0).orElse(usual);
        return Optional.of(wait)
                .filter(fits -> failure.chance() == DeliveryException.RetryChance.CAN_PASS
                        && fits.compareTo(LONGEST_WAIT) <= 0);
    }

    private void await(Duration wait, DeliveryException failure) {
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
