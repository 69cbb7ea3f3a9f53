package io.ghekeeper.run;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a run in a thread of its own. It ends the run at its time limit, when its work stays silent, when a person
 * cancels it, or when a caller asks for it. It counts time by the monotonic clock, so that a change of the wall clock has
 * no effect.
 */
public final class RunLimits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLimits.class);

    /** A cancelled run ends within a second. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /** Looking at a run's processes costs some milliseconds; a limit of hours needs no look each second. */
    private static final int LOOKS_PER_SILENCE = 20;

    private static final Duration MOMENT = Duration.ofMillis(300);

    private static final Duration LONGEST_TIME_UNHEARD = Duration.ofSeconds(10);

    private final LimitSettings limits;
    private final BooleanSupplier cancelled;
    private final LongSupplier signOfLife;
    private final Supplier<Optional<Failure>> excess;
    private final Runnable end;
    private final long began = System.nanoTime();
    private final AtomicReference<Failure> reason = new AtomicReference<>();
    private final CompletableFuture<Void> tripped = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(RunName.sameIn(this::watch), "watch");

    private volatile boolean listening;
    private volatile long heard;
    private long lastLook;
    private long lastSign;
    private boolean warned;

    /**
     * Begins to watch.
     *
     * @param cancelled whether somebody asked for the end
     * @param signOfLife a number that changes whenever the work says, receives or reads something
     * @param excess why it must end besides, if it must
     * @param end ends the engine's processes and waits until they are gone; called again until this is closed, for one
     *     that was just about to begin begins all the same
     */
    public RunLimits(
            LimitSettings limits,
            BooleanSupplier cancelled,
            LongSupplier signOfLife,
            Supplier<Optional<Failure>> excess,
            Runnable end) {
        this.limits = limits;
        this.cancelled = cancelled;
        this.signOfLife = signOfLife;
        this.excess = excess;
        this.end = end;
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on, the engine, or what else does the work, has to be heard of. */
    public void workBegins() {
        heard = System.nanoTime();
        listening = true;
    }

    public void workEnded() {
        listening = false;
    }

    /** Ends the run, for this reason. The first reason counts. */
    public void trip(Failure why) {
        if (reason.compareAndSet(null, why)) {
            tripped.complete(null);
        }
    }

    /** Why the run must end, if it must. */
    public Optional<Failure> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** @throws Failure the reason, when the run must end */
    @SuppressWarnings("MissingSummary")
    public void check() {
        reason().ifPresent(why -> {
            throw why;
        });
    }

    /** Waits, unless the run must end. */
    public void pause(Duration time) {
        try {
            tripped.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            // Nothing came in between.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        check();
    }

    /**
     * What comes of some work that waits for others: a name service, AWS, the appliance. It is done in a thread of its own,
     * because not all such waiting can be ended: when the run must end, it is interrupted and then left alone. It must
     * change nothing that is not the run's to lose.
     *
     * @throws Failure the reason, when the run must end; else the work's own
     */
    public <T> T await(Supplier<T> work) {
        return await(work, unclaimed -> {});
    }

    /**
     * The same.
     *
     * @param unclaimed takes what comes of the work when the run must end, however late that comes
     */
    <T> T await(Supplier<T> work, Consumer<T> unclaimed) {
        check();
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = new Thread(
                RunName.sameIn(() -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException | Error fault) {
                        result.completeExceptionally(fault);
                    }
                }),
                "wait");
        worker.setDaemon(true);
        worker.start();
        CompletableFuture.anyOf(result, tripped).exceptionally(fault -> null).join();
        if (!result.isDone()) {
            worker.interrupt();
            letGo(worker);
        }
        Optional<Failure> why = reason();
        if (why.isPresent()) {
            var unused = result.thenAccept(unclaimed);
            throw why.get();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** What minds an interrupt has closed its connections then. */
    private static void letGo(Thread worker) {
        try {
            worker.join(MOMENT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!closed.await(pauseMillis(), TimeUnit.MILLISECONDS)) {
                look();
                if (reason().isPresent()) {
                    unlessItFails(this::ended, false);
                }
            }
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ended() {
        end.run();
        return true;
    }

    /** What cannot be seen is no sign of anything, and what cannot be ended is ended later: the watching goes on. */
    private <T> T unlessItFails(Supplier<T> look, T otherwise) {
        try {
            return look.get();
        } catch (RuntimeException | Error fault) {
            if (!warned) {
                warned = true;
                LOG.warn("the watch over the run cannot see or end all of it", fault);
            }
            return otherwise;
        }
    }

    private long pauseMillis() {
        if (reason().isPresent()) {
            return 50;
        }
        Duration part = limits.silence().dividedBy(LOOKS_PER_SILENCE);
        return Math.max(20, Math.min(part.toMillis(), LONGEST_PAUSE.toMillis()));
    }

    private void look() {
        long now = System.nanoTime();
        if (unlessItFails(cancelled::getAsBoolean, false)) {
            trip(new Failure(
                    FailureKind.RUN_CANCELLED,
                    "the run was cancelled",
                    "Nothing to do: the next run works from the last good snapshot."));
        } else if (now - began >= limits.time().toNanos()) {
            trip(new Failure(
                    FailureKind.RUN_OVERDUE,
                    "the run was ended after " + Durations.exact(limits.time()) + ", its time limit",
                    "See in its log where the time went; raise " + limits.section()
                            + ".time-limit if it only needs longer."));
        } else if (listening && isSilent(now)) {
            trip(new Failure(
                    FailureKind.RUN_SILENT,
                    "the run was ended after " + Durations.exact(limits.silence())
                            + " in which it said nothing and received nothing",
                    "See whether the appliance hangs; raise " + limits.section()
                            + ".silence-limit if it only needs longer."));
        }
        unlessItFails(excess, Optional.<Failure>empty()).ifPresent(this::trip);
    }

    private boolean isSilent(long now) {
        Duration part = limits.silence().dividedBy(LOOKS_PER_SILENCE);
        Duration unheard = part.compareTo(LONGEST_TIME_UNHEARD) < 0 ? part : LONGEST_TIME_UNHEARD;
        if (now - lastLook >= unheard.toNanos()) {
            lastLook = now;
            long sign = unlessItFails(signOfLife::getAsLong, lastSign);
            if (sign != lastSign) {
                lastSign = sign;
                heard = now;
            }
        }
        return now - heard >= limits.silence().toNanos();
    }

    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
