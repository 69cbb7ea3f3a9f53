package io.ghekeeper.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A value that many threads read. One thread of its own makes it, at most once in a while. So a flood of readers costs one
 * making, and a source that hangs holds that thread only.
 */
public final class CachedValue<T> {
    private static final long STACK_BYTES = 512 * 1024;

    private final Duration lasts;
    private final Duration timeout;
    private final Supplier<T> source;
    private CompletableFuture<Timed<T>> last =
            CompletableFuture.failedFuture(new IllegalStateException("not made yet"));

    /**
     * A value that is not made yet.
     *
     * @param lasts how long a made value is handed out
     * @param timeout for a reader that waits for one in the making
     */
    public CachedValue(Duration lasts, Duration timeout, Supplier<T> source) {
        this.lasts = lasts;
        this.timeout = timeout;
        this.source = source;
    }

    /** The source has not returned in time. It still runs, and a later reader may get its value. */
    public static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Late(Exception cause) {
            super(cause);
        }
    }

    /** @param nanos when, by a clock that no person sets */
    private record Timed<T>(T value, long nanos) {}

    /**
     * The value, made now or shortly before. What the source throws is thrown here, and is not kept.
     *
     * @throws Late after the timeout
     */
    public T get() {
        try {
            return present().get(timeout.toMillis(), TimeUnit.MILLISECONDS).value();
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown.getCause();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Late(interrupted);
        } catch (TimeoutException hangs) {
            throw new Late(hangs);
        }
    }

    /** Begins to make it where it is not fresh, for a reader that comes soon. */
    @SuppressWarnings("FutureReturnValueIgnored") // the reader waits for it
    public void prepare() {
        present();
    }

    /** The one in the making, or the last one while it is fresh; else one that begins. */
    private synchronized CompletableFuture<Timed<T>> present() {
        if (last.isDone() && !isFresh()) {
            CompletableFuture<Timed<T>> begun = new CompletableFuture<>();
            // Of the reader's priority, which is a low one.
            Thread thread = new Thread(null, () -> make(begun), "cached-value", STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            last = begun;
        }
        return last;
    }

    private boolean isFresh() {
        return !last.isCompletedExceptionally()
                && System.nanoTime() - last.join().nanos() < lasts.toNanos();
    }

    private void make(CompletableFuture<Timed<T>> begun) {
        try {
            begun.complete(new Timed<>(source.get(), System.nanoTime()));
        } catch (RuntimeException | Error thrown) {
            begun.completeExceptionally(thrown);
        }
    }
}
