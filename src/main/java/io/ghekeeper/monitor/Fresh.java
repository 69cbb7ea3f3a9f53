package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is looked at for whoever asks, however many do: at most once in a while, and by one thread. So a flood of questions
 * costs a run nothing, and a volume that hangs holds one thread only.
 */
public final class Fresh<T> {
    /** Whoever waits longer for another one's look learns that it takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Duration lasts;
    private final Duration patience;
    private final Supplier<T> look;
    private final ReentrantLock looking = new ReentrantLock();
    private Optional<Seen<T>> last = Optional.empty();

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
    private record Seen<T>(T value, long nanos) {}

    /**
     * What is there now, or was so shortly before.
     *
     * @throws Failure what the look throws; VOLUME_UNUSABLE when another one has not come to its end for seconds
     */
    public T get() {
        if (!begins()) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "an earlier look has not come to its end for " + patience.toMillis() + " ms",
                    "Ask again; if it stays so, the volume hangs: look at what the kernel says of it.");
        }
        try {
            long now = System.nanoTime();
            if (last.filter(seen -> now - seen.nanos() < lasts.toNanos()).isEmpty()) {
                last = Optional.of(new Seen<>(look.get(), System.nanoTime()));
            }
            return last.orElseThrow().value();
        } finally {
            looking.unlock();
        }
    }

    private boolean begins() {
        try {
            return looking.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
