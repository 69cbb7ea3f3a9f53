package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What is looked at for whoever asks, however many do: at most once in a while, and by one thread of its own. So a flood of
 * questions costs a run nothing, and a volume that hangs holds that thread only, and nobody who asks.
 */
public final class Fresh<T> {
    /** Whoever waits longer for a look learns that it takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long STACK_BYTES = 512 * 1024;

    private final Duration lasts;
    private final Duration patience;
    private final Supplier<T> look;
    private CompletableFuture<Timed<T>> last = CompletableFuture.failedFuture(new IllegalStateException("no look yet"));

    /** @param lasts how long what was seen stands for the present */
    @SuppressWarnings("MissingSummary")
    public Fresh(Duration lasts, Supplier<T> look) {
        this(lasts, PATIENCE, look);
    }

    Fresh(Duration lasts, Duration patience, Supplier<T> look) {
        this.lasts = lasts;
        this.patience = patience;
        this.look = look;
    }

    /** @param nanos when, by a clock that nobody sets */
    private record Timed<T>(T value, long nanos) {}

    /**
     * What is there now, or was so shortly before.
     *
     * @throws Failure what the look throws; VOLUME_UNUSABLE when it has not come to its end for seconds
     */
    public T get() {
        try {
            return present().get(patience.toMillis(), TimeUnit.MILLISECONDS).value();
        } catch (ExecutionException thrown) {
            throw asThrown(thrown.getCause());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw late(told);
        } catch (TimeoutException hangs) {
            throw late(hangs);
        }
    }

    /** The look at work, or the last one while it is fresh; else one that begins. */
    private synchronized CompletableFuture<Timed<T>> present() {
        if (last.isDone() && !isFresh()) {
            CompletableFuture<Timed<T>> begun = new CompletableFuture<>();
            // Of the asker's priority, which is a low one.
            Thread thread = new Thread(null, () -> look(begun), "look", STACK_BYTES);
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

    private void look(CompletableFuture<Timed<T>> begun) {
        try {
            begun.complete(new Timed<>(look.get(), System.nanoTime()));
        } catch (RuntimeException | Error thrown) {
            begun.completeExceptionally(thrown);
        }
    }

    private static RuntimeException asThrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private Failure late(Exception cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "reading the volume took longer than " + patience.toMillis() + " ms",
                "Try again; if it lasts, check dmesg and the EBS volume.",
                cause);
    }
}
