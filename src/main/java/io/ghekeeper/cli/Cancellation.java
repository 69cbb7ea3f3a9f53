package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.HeldLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Ends a run of another process. It asks that process first, ends its programs when it does not answer, and closes its
 * record when it is gone.
 */
final class Cancellation {
    /** Beyond the engine's grace, in which a keeper that is well has noticed, ended all and recorded it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Keeper keeper;
    private final Journal journal;
    private final Duration grace;
    private final Duration patience;
    private final Consumer<String> words;

    /**
     * For runs of one volume.
     *
     * @param patience with a keeper, beyond the grace that its engine has
     * @param words gets each step, and what it waits for
     */
    Cancellation(Keeper keeper, Duration patience, Consumer<String> words) {
        this.keeper = keeper;
        this.journal = keeper.core().journal();
        this.grace = keeper.engine().installed().stopGrace();
        this.patience = patience;
        this.words = words;
    }

    /**
     * Ends it.
     *
     * @return the run with its end
     * @throws Failure RUN_ACTIVE when nothing of it is alive, but its keeper is, and does not record the end
     */
    Run end(Run run) throws InterruptedException {
        if (!closedIfGone(run)) {
            journal.requestCancel(run.id());
            words.accept("asked " + run.keeper() + " to end " + run.id());
            if (!endedWithin(grace.plus(patience), run)) {
                words.accept(run.keeper() + " does not answer; ending what is alive of the run");
                keeper.core().runProcesses().end(run.id()::equals, grace);
                requireEnd(run);
            }
        }
        return journal.find(run.id());
    }

    private void requireEnd(Run run) throws InterruptedException {
        if (!endedWithin(patience, run)) {
            throw new Failure(
                    FailureKind.RUN_ACTIVE,
                    "nothing of run " + run.id() + " is alive, but its keeper (" + run.keeper()
                            + ") does not record its end",
                    "End that process; the next one closes the run.");
        }
    }

    private boolean endedWithin(Duration limit, Run run) throws InterruptedException {
        long begin = System.nanoTime();
        Duration nextWord = BETWEEN_WORDS;
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (closedIfGone(run)) {
                return true;
            }
            if (waited.compareTo(limit) > 0) {
                return false;
            }
            if (waited.compareTo(nextWord) > 0) {
                words.accept("waiting for its end since " + Durations.about(waited));
                nextWord = nextWord.plus(BETWEEN_WORDS);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /**
     * Whether the run has ended. One whose process is gone has, too: that the lease can be taken proves it, and its record
     * is closed here.
     */
    private boolean closedIfGone(Run run) {
        if (!journal.find(run.id()).isOpen()) {
            return true;
        }
        try (HeldLease lease = journal.acquire(run.kind().lane())) {
            if (journal.find(run.id()).isOpen()) {
                words.accept(run.keeper() + " is gone; closing its run");
                keeper.runs().recovery().closeDeadRuns(lease);
            }
            return true;
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.RUN_ACTIVE) {
                return false;
            }
            throw failure;
        }
    }
}
