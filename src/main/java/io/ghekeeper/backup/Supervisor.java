package io.ghekeeper.backup;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lease;
import io.ghekeeper.journal.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's main process: fires the schedule's ticks until it is stopped. A tick that finds a run at work is
 * skipped and recorded as such; ticks never queue.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Waiting is cut into pieces, so that a clock that was set is seen soon. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Ticks ticks;
    private final Backup backup;
    private final Recovery recovery;
    private final Journal journal;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean atWork = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "run"));

    public Supervisor(Ticks ticks, Backup backup, Recovery recovery, Journal journal, Clock clock) {
        this.ticks = ticks;
        this.backup = backup;
        this.recovery = recovery;
        this.journal = journal;
        this.clock = clock;
    }

    /** Works until {@link #stop} is called from another thread. */
    public void run() throws InterruptedException {
        try {
            recover();
            List<Ticks.Tick> next = new ArrayList<>();
            for (Ticks.Job job : Ticks.Job.values()) {
                plan(job, clock.instant(), next);
            }
            while (!next.isEmpty()) {
                Ticks.Tick tick = Collections.min(next, Comparator.comparing(Ticks.Tick::fire));
                if (!waitUntil(tick.fire())) {
                    return;
                }
                fire(tick);
                next.remove(tick);
                plan(tick.job(), later(tick.at(), clock.instant()), next);
            }
            LOG.warn("the schedule has no tick to come; waiting to be stopped");
            stopping.await();
        } finally {
            worker.shutdown();
            worker.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            ended.countDown();
        }
    }

    /** Begins no more runs, ends the one at work, tree and all, and returns when it is recorded. */
    public void stop() throws InterruptedException {
        LOG.info("stopping{}", atWork.get() ? ": ending the run at work" : "");
        stopping.countDown();
        backup.stop();
        ended.await();
        LOG.info("stopped");
    }

    private void recover() {
        try (Lease.Held lease = journal.acquireLease()) {
            recovery.closeDeadRuns(lease);
            recovery.clearMarkers();
        } catch (Failure busy) {
            if (busy.kind() != FailureKind.RUN_ACTIVE) {
                throw busy;
            }
            LOG.info("{}", busy.getMessage());
        }
    }

    private void plan(Ticks.Job job, Instant after, List<Ticks.Tick> next) {
        ticks.after(job, after).ifPresent(tick -> {
            next.add(tick);
            if (job == Ticks.Job.BACKUP) {
                LOG.info("next backup at {}", tick.fire());
            }
        });
    }

    private boolean waitUntil(Instant fire) throws InterruptedException {
        while (true) {
            Duration left = Duration.between(clock.instant(), fire);
            if (left.isNegative() || left.isZero()) {
                return stopping.getCount() > 0;
            }
            Duration piece = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
            if (stopping.await(piece.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    private void fire(Ticks.Tick tick) {
        switch (tick.job()) {
            case BACKUP -> fireBackup();
            case MARKERS -> clearMarkers();
        }
    }

    private void fireBackup() {
        if (!atWork.compareAndSet(false, true)) {
            skip("the run before it is still at work");
            return;
        }
        worker.execute(() -> {
            try {
                backup.run(Run.Trigger.SCHEDULE);
            } catch (Failure failure) {
                if (failure.kind() == FailureKind.RUN_ACTIVE) {
                    skip(failure.getMessage());
                } else {
                    LOG.error("backup failed ({}): {}", failure.kind().code(), failure.getMessage());
                    LOG.error("hint: {}", failure.hint());
                }
            } catch (RuntimeException fault) {
                LOG.error("backup failed by an internal error", fault);
            } finally {
                atWork.set(false);
            }
        });
    }

    private void skip(String why) {
        try {
            Run skipped = journal.skip(
                    Run.Kind.BACKUP,
                    Run.Trigger.SCHEDULE,
                    new Run.Reason(FailureKind.RUN_ACTIVE.code(), why, "Nothing to do: the next tick runs again."));
            LOG.warn("{} skipped: {}", skipped.id(), why);
        } catch (Failure unwritable) {
            LOG.error("a tick was skipped ({}) and could not be recorded: {}", why, unwritable.getMessage());
        }
    }

    private void clearMarkers() {
        if (atWork.get()) {
            return; // the run clears them itself, and its own are alive
        }
        try (Lease.Held lease = journal.acquireLease()) {
            recovery.closeDeadRuns(lease);
            recovery.clearMarkers();
        } catch (Failure failure) {
            LOG.warn("markers not looked at: {}", failure.getMessage());
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
