package io.ghekeeper.run;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds threads back, so that together they read or send so many bytes a second at most. */
public final class RateLimit {
    private static final long SECOND = 1_000_000_000;
    private static final long PAUSE = SECOND / 10;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final SleepTimer pause;
    private long free;

    /** Waits for so many nanoseconds. */
    interface SleepTimer {
        void of(long nanos) throws InterruptedException;
    }

    /** By the machine's own clock. */
    public RateLimit(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    RateLimit(long bytesPerSecond, LongSupplier nanoTime, SleepTimer pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.free = nanoTime.getAsLong();
    }

    /**
     * Returns when so many bytes may have been moved.
     *
     * @param goOn is asked ten times a second; what it throws ends the waiting
     */
    public void take(long bytes, Runnable goOn) {
        long until = reserve(bytes);
        try {
            for (long left = until - nanoTime.getAsLong(); left > 0; left = until - nanoTime.getAsLong()) {
                goOn.run();
                pause.of(Math.min(left, PAUSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Time that was not used is lost: a read that waited for the disk does not make the next ones faster. */
    private synchronized long reserve(long bytes) {
        long now = nanoTime.getAsLong();
        free = (free - now > 0 ? free : now) + (long) ((double) bytes / bytesPerSecond * SECOND);
        return free;
    }
}
