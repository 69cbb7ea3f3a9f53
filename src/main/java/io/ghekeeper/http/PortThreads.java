package io.ghekeeper.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that a run does not feel: of the lowest priority, with a small stack, and none that keeps the process alive.
 * They are never interrupted: that would close files while another thread reads them.
 */
final class PortThreads implements ThreadFactory {
    private static final Logger LOG = LoggerFactory.getLogger(PortThreads.class);
    private static final long STACK_BYTES = 256 * 1024;

    private final AtomicInteger count = new AtomicInteger();
    private final LogRateLimit died = new LogRateLimit();

    /** One thread a connection, only while there are connections. */
    ExecutorService pool(Limits limits) {
        return new ThreadPoolExecutor(
                0,
                limits.connections(),
                limits.idle().toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                this);
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing relies on it; where the system heeds it, a run has the processor first
    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "http-" + count.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setUncaughtExceptionHandler((dead, fault) -> {
            if (died.now()) {
                LOG.error("thread {} of the http port failed: {}", dead.getName(), fault.toString());
            }
        });
        return thread;
    }
}
