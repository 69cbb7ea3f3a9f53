package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.schedule.Backoff;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies people of the events of this process and of the present state. It uses threads of its own, for which the end of
 * the process does not wait. A failure in them has no effect outside.
 */
public final class NotificationThreads {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationThreads.class);

    /** A backup that becomes too old is reported within this time. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** After a run's change: the next ones follow at once, and a run has to say what it is of. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** For all messages to one receiver in one pass. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(90);

    private static final Duration BUSY = Duration.ofMillis(500);

    private final Optional<Pings> pings;
    private final NotificationPass teller;
    private final boolean looks;
    private Thread thread;
    private boolean changed;
    private boolean ending;
    private boolean faulty;

    /** @param present how it stands; may fail as any look at the volume */
    @SuppressWarnings("MissingSummary")
    public NotificationThreads(
            NotifySettings settings,
            String appliance,
            Supplier<StatusReport> present,
            Path stateDirectory,
            Disk disk,
            Clock clock) {
        this.pings = Receivers.ping(settings).map(ping -> new Pings(ping, Retries.real()));
        List<DeliveryQueue> addressees = Receivers.ofNotices(settings).stream()
                .map(receiver -> new DeliveryQueue(
                        receiver, Retries.real(), new Backoff(LOOK_EVERY, new Random()), clock, LONGEST_DELIVERY))
                .toList();
        this.looks = !addressees.isEmpty();
        this.teller = new NotificationPass(
                new DueNotifications(appliance, settings.daysLeft()),
                present,
                new DeliveredStatesFile(disk, stateDirectory),
                addressees,
                clock);
    }

    /** From now on looks by itself, until the end. */
    public synchronized void watch() {
        if (looks && thread == null) {
            thread = new Thread(this::work, "notices");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** For the journal: takes note of a run's change, and returns at once. */
    public void changed(Run run) {
        try {
            pings.ifPresent(all -> all.changed(run));
            synchronized (this) {
                changed = true;
                notifyAll();
            }
        } catch (RuntimeException | Error fault) {
            // The run goes on, even when its notification fails.
            LOG.warn("no notification of {}: {}", run.id(), Failure.fault(fault).getMessage());
        }
    }

    /** Looks once more, and lets what is on its way arrive; but waits no longer than this. */
    public void end(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        watch(); // where nothing was looked at yet
        try {
            Thread last = thread;
            if (last != null) {
                last.join(left(until));
            }
            if (pings.isPresent()) {
                pings.get().end(Duration.ofMillis(left(until)));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static long left(long until) {
        return Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis());
    }

    private void work() {
        try {
            boolean last = false;
            while (!last) {
                last = awaitTurn();
                while (!look(last) && last) {
                    Thread.sleep(BUSY.toMillis());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether it is the last one */
    @SuppressWarnings("MissingSummary")
    private synchronized boolean awaitTurn() throws InterruptedException {
        long until = System.nanoTime() + LOOK_EVERY.toNanos();
        while (!ending && !changed && until - System.nanoTime() > 0) {
            wait(left(until));
        }
        until = System.nanoTime() + SOON.toNanos();
        while (!ending && changed && until - System.nanoTime() > 0) {
            wait(left(until));
        }
        changed = false;
        return ending;
    }

    /** @return whether it has looked, or cannot */
    @SuppressWarnings("MissingSummary")
    private boolean look(boolean last) throws InterruptedException {
        try {
            boolean looked = teller.look(last);
            faulty = false;
            return looked;
        } catch (RuntimeException | Error fault) {
            if (!faulty) {
                LOG.warn("the check for notifications failed", fault);
            }
            faulty = true;
            return true;
        }
    }
}
