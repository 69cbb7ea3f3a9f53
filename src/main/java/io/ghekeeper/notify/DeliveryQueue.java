package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.schedule.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver as it is in this process: each delivery has a thread of its own, which is left behind where it does not end in
 * time, and one that cannot be reached is tried again with backoff.
 */
final class DeliveryQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

    private final Receiver receiver;
    private final Retries retries;
    private final Backoff backoff;
    private final Clock clock;
    private final Duration limit;
    private Thread delivery = new Thread(() -> {});
    private int failures;
    private Instant next = Instant.MIN;

    /** @param limit for all that is delivered at one look */
    @SuppressWarnings("MissingSummary")
    DeliveryQueue(Receiver receiver, Retries retries, Backoff backoff, Clock clock, Duration limit) {
        this.receiver = receiver;
        this.retries = retries;
        this.backoff = backoff;
        this.clock = clock;
        this.limit = limit;
    }

    String name() {
        return receiver.name();
    }

    /** Whether it is time to try it again. */
    synchronized boolean isDue() {
        return !clock.instant().isBefore(next);
    }

    /**
     * Begins to deliver.
     *
     * @param delivered hears of each one as soon as it has arrived
     */
    void begin(List<DueNotifications.DueNotification> list, Consumer<DueNotifications.DueNotification> delivered) {
        if (delivery.isAlive()) {
            return; // it hangs since an earlier look
        }
        delivery = new Thread(() -> deliver(list, delivered), "notices to " + name());
        delivery.setDaemon(true);
        delivery.start();
    }

    /** Waits until all is delivered that can be, but for no longer than the limit. */
    void await() throws InterruptedException {
        delivery.join(limit.toMillis());
        if (delivery.isAlive()) {
            failed("it has not ended in " + limit.toSeconds() + " s");
        }
    }

    private void deliver(
            List<DueNotifications.DueNotification> list, Consumer<DueNotifications.DueNotification> delivered) {
        try {
            for (DueNotifications.DueNotification due : list) {
                deliver(due.notice());
                delivered.accept(due);
                LOG.info("notification via {}: {}", name(), due.notice().subject());
            }
            reached();
        } catch (DeliveryException failure) {
            failed(failure.getMessage());
        } catch (RuntimeException | Error fault) {
            // What a library says may hold the address.
            failed(Failure.fault(fault).getMessage());
        }
    }

    private void deliver(Notification notice) {
        try {
            retries.of(() -> receiver.deliver(notice));
        } catch (DeliveryException some) {
            if (some.chance() != DeliveryException.RetryChance.PARTLY_DELIVERED) {
                throw some;
            }
            LOG.warn("notification via {}: {}", name(), some.getMessage());
        }
    }

    private synchronized void reached() {
        failures = 0;
        next = Instant.MIN;
    }

    private synchronized void failed(String reason) {
        if (failures++ == 0) {
            LOG.warn("notification via {} failed: {}; retrying with backoff", name(), reason);
        }
        next = clock.instant().plus(backoff.after(failures));
    }
}
