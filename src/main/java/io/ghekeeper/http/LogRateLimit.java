package io.ghekeeper.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line a minute into the log, however often there is reason for one: requests come in floods. */
final class LogRateLimit {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE);

    boolean now() {
        long before = last.get();
        long now = System.nanoTime();
        return now - before >= PAUSE && last.compareAndSet(before, now);
    }
}
