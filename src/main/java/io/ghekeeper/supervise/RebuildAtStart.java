package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.rebuild.RebuildReason;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import io.ghekeeper.snapshot.RebuildAdvice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, when the supervisor starts, whether the data directory has to be filled from the store, beside all else: a store that
 * is away holds up nothing. It says what it saw, or has it filled by a process of its own before the first backup.
 */
public final class RebuildAtStart {
    private static final Logger LOG = LoggerFactory.getLogger(RebuildAtStart.class);

    /** A run does not wait longer than this for a store that gives no answer. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

    /** So often it looks in that time, where the store says at once that it is away. */
    private static final int LOOKS_AT_MOST = 60;

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final RebuildChoice choice;
    private final StartLook look;
    private final KeepJob.KeepStarter starter;
    private final Runnable keepLane;
    private final Clock clock;
    private final Duration longestLook;
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean begun;
    private boolean tooLate;
    private Optional<RebuildReason> reason = Optional.empty();
    private String said = "";

    /** The store and the data directory, and where it is kept what was seen. */
    public interface StartLook {
        /**
         * Why the directory has to be filled; nothing where it has not, or where the store has nothing for it.
         *
         * @param faults gets a sentence for each root of the store that is passed over
         * @throws Failure where that cannot be seen
         */
        Optional<RebuildReason> reason(Consumer<String> faults);

        /** @throws Failure CONFIGURATION_INVALID where the archive cannot be read without a person */
        @SuppressWarnings("MissingSummary")
        void requireReadable();

        /** @throws Failure of a VOLUME kind */
        @SuppressWarnings("MissingSummary")
        void note(Optional<RebuildAdvice> seen);
    }

    /**
     * The look.
     *
     * @param starter of the process that fills it
     * @param keepLane begins what is due in the keep lane
     */
    public RebuildAtStart(
            RebuildChoice choice, StartLook look, KeepJob.KeepStarter starter, Runnable keepLane, Clock clock) {
        this(choice, look, starter, keepLane, clock, LONGEST_LOOK);
    }

    RebuildAtStart(
            RebuildChoice choice,
            StartLook look,
            KeepJob.KeepStarter starter,
            Runnable keepLane,
            Clock clock,
            Duration longestLook) {
        this.choice = choice;
        this.look = look;
        this.starter = starter;
        this.keepLane = keepLane;
        this.clock = clock;
        this.longestLook = longestLook;
    }

    /**
     * Begins what is due in the keep lane, unless the directory is to be filled first. The first call begins the look: the
     * supervisor makes it when dead runs are recovered.
     */
    public void keepLane() {
        begin();
        if (!isPending()) {
            keepLane.run();
        }
    }

    private synchronized void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (choice == RebuildChoice.OFF) {
            note(Optional.empty());
            return;
        }
        Thread thread = new Thread(this::work, "rebuild");
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isPending() {
        return choice == RebuildChoice.AUTO && done.getCount() > 0;
    }

    /** A run that waits until the directory is filled, where the supervisor fills it by itself; it does not begin where that ends. */
    public Consumer<Run.Cause> first(Consumer<Run.Cause> run) {
        return cause -> {
            if (await()) {
                run.accept(cause);
            }
        };
    }

    /** @return whether a run may begin: not where the supervisor ends */
    @SuppressWarnings("MissingSummary")
    boolean await() {
        try {
            if (isPending() && !looked.await(longestLook.toMillis(), TimeUnit.MILLISECONDS)) {
                giveUp();
            }
            if (isPending()) {
                done.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return stopping.getCount() > 0;
    }

    private synchronized void giveUp() {
        if (reason.isEmpty()) {
            LOG.warn("the store gives no answer: backups and drills begin, and no rebuild by itself");
            tooLate = true;
            done.countDown();
        }
    }

    /** Ends the process that fills it, if any: the next start goes on. */
    public void stop() {
        stopping.countDown();
        synchronized (this) {
            starter.end();
        }
        looked.countDown();
        done.countDown();
    }

    private void work() {
        try {
            boolean seen = firstLook();
            looked.countDown();
            if (choice == RebuildChoice.AUTO && begins()) {
                while (starter.isAlive()) {
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                }
                seen = stopping.getCount() == 0 || look().isEmpty();
            }
            finish();
            while (!seen && !stopping.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                seen = look().isEmpty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.warn("no look at the archive, by an internal error", fault);
        } finally {
            looked.countDown();
            done.countDown();
        }
    }

    /**
     * Where it is to fill the directory, an answer of a store that is away is worth some time: without one, the next backup copies
     * all. Nothing else passes by itself.
     *
     * @return whether it could be seen
     */
    private boolean firstLook() throws InterruptedException {
        long end = System.nanoTime() + longestLook.toNanos();
        long pause = longestLook.dividedBy(LOOKS_AT_MOST).toMillis();
        Optional<Failure> failed = look();
        while (failed.filter(RebuildAtStart::isAway).isPresent()
                && choice == RebuildChoice.AUTO
                && System.nanoTime() - end < 0
                && !stopping.await(pause, TimeUnit.MILLISECONDS)) {
            failed = look();
        }
        if (choice == RebuildChoice.AUTO && stopping.getCount() > 0) {
            failed.ifPresent(RebuildAtStart::sayThatNoneBegins);
        }
        return failed.isEmpty();
    }

    /** A folder that is not mounted yet is a store that fails. Credentials that expired are renewed by others; those that are not
     * there yet can pass as {@link Failure#canPass} says. */
    private static boolean isAway(Failure failure) {
        return failure.canPass()
                || failure.kind() == FailureKind.STORE_FAILED
                || failure.kind() == FailureKind.AWS_CREDENTIALS_EXPIRED;
    }

    private static void sayThatNoneBegins(Failure failure) {
        LOG.error("no rebuild begins by itself: {}", failure.getMessage());
        LOG.error("hint: {}", failure.hint());
    }

    private void finish() {
        done.countDown();
        if (choice == RebuildChoice.AUTO && stopping.getCount() > 0) {
            keepLane.run();
        }
    }

    /** @return why it could not be seen */
    @SuppressWarnings("MissingSummary")
    private Optional<Failure> look() {
        try {
            Optional<RebuildReason> found = look.reason(LOG::warn);
            synchronized (this) {
                reason = found;
            }
            say(found.map(why -> new RebuildAdvice(clock.instant(), why.state().name(), why.detail())));
            return Optional.empty();
        } catch (Failure failure) {
            say(Optional.of(new RebuildAdvice(clock.instant(), RebuildAdvice.UNKNOWN, failure.getMessage())));
            return Optional.of(failure);
        }
    }

    private void say(Optional<RebuildAdvice> seen) {
        String words = seen.map(RebuildAdvice::words).orElse("");
        if (!words.equals(said)) {
            seen.ifPresent(advice -> LOG.warn("{}. {}", words, advice.hint()));
            said = words;
        }
        note(seen);
    }

    private void note(Optional<RebuildAdvice> seen) {
        try {
            look.note(seen);
        } catch (Failure failure) {
            LOG.warn("what was seen of the data directory is not kept: {}", failure.getMessage());
        }
    }

    /** Begins the process that fills it, where it may. */
    private synchronized boolean begins() {
        if (reason.isEmpty() || tooLate || stopping.getCount() == 0) {
            return false;
        }
        try {
            look.requireReadable();
            starter.begin(
                    new KeepWork(
                            Run.Kind.REBUILD,
                            List.of("rebuild", "--scheduled", "1"),
                            "filling the data directory from the archive"),
                    () -> {});
            return true;
        } catch (Failure failure) {
            sayThatNoneBegins(failure);
            return false;
        }
    }
}
