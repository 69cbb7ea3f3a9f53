package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has native snapshots followed that EBS has not completed, beside all else, also while a run goes on. Nothing is begun while
 * none is open. What goes wrong is logged, and tried again.
 */
public final class FollowJob {
    private static final Logger LOG = LoggerFactory.getLogger(FollowJob.class);
    private static final Duration END = Duration.ofSeconds(5);

    private final BooleanSupplier open;
    private final Runnable follow;
    private final Duration every;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "follow");
    private boolean begun;

    /**
     * The job.
     *
     * @param open whether any has to be followed
     * @param follow asks about all that are open, and returns when that is done; an interrupt ends it
     * @param every how often
     */
    public FollowJob(BooleanSupplier open, Runnable follow, Duration every) {
        this.open = open;
        this.follow = follow;
        this.every = every;
        thread.setDaemon(true);
    }

    /** Begins; a second call changes nothing. */
    public synchronized void begin() {
        if (!begun && stopping.getCount() > 0) {
            begun = true;
            thread.start();
        }
    }

    private void work() {
        try {
            do {
                look();
            } while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (open.getAsBoolean()) {
                follow.run();
            }
        } catch (Failure failure) {
            LOG.warn("native snapshots are not followed: {}", failure.getMessage());
        } catch (RuntimeException fault) {
            LOG.warn("native snapshots are not followed, by an internal error", fault);
        }
    }

    /** Ends it, and what it has begun. */
    public synchronized void stop() {
        stopping.countDown();
        if (begun) {
            thread.interrupt();
            try {
                thread.join(END.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
