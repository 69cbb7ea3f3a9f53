package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that build packs and send them. As many tasks wait as there are threads. The first failure of a task ends all; so
 * does what the progress throws, within a second.
 */
final class PackLanes implements AutoCloseable {
    /** Lanes for questions and deletions: the store answers each for itself, and few answers cost this process much. */
    static final int QUESTIONS = 8;

    private static final long PAUSE_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 10_000;

    private final ArchiveProgress progress;
    private final int places;
    private final Semaphore free;
    private final ExecutorService executor;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** What a lane does. */
    interface LaneTask {
        void run() throws IOException, InterruptedException;
    }

    /** @param lanes how many tasks are done at the same time */
    @SuppressWarnings("MissingSummary")
    PackLanes(int lanes, ArchiveProgress progress) {
        AtomicInteger number = new AtomicInteger();
        this.progress = progress;
        this.places = 2 * lanes;
        this.free = new Semaphore(places);
        this.executor = Executors.newFixedThreadPool(lanes, task -> {
            Thread thread = new Thread(task, "archive-" + number.incrementAndGet());
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    /**
     * Hands on a task; waits while too many are waiting.
     *
     * @throws IOException what an earlier task ended with
     * @throws Failure the same, or what the progress throws
     */
    void submit(LaneTask task) throws IOException, InterruptedException {
        take(1);
        executor.execute(() -> {
            try {
                if (failure.get() == null) {
                    task.run();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    /** Returns when all tasks are done. Throws as {@link #submit} does. */
    void finish() throws IOException, InterruptedException {
        take(places);
        free.release(places);
        requireNoFailure();
    }

    private void take(int permits) throws IOException, InterruptedException {
        do {
            progress.requireGoOn();
            requireNoFailure();
        } while (!free.tryAcquire(permits, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void requireNoFailure() throws IOException, InterruptedException {
        Throwable found = failure.get();
        if (found instanceof IOException io) {
            throw io;
        } else if (found instanceof InterruptedException interrupted) {
            throw interrupted;
        } else if (found instanceof RuntimeException known) {
            throw known;
        } else if (found != null) {
            throw new IllegalStateException(found);
        }
    }

    /** Ends what is being done, and waits for its threads; not for ever for one that hangs. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
