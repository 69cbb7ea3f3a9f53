package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore that another process does, which a person began. Where the supervisor is a container's first process, the end
 * of the one is the end of the other, half-way; so it is waited for.
 */
public final class RunningRestoreWait {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRestoreWait.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);
    private static final Duration ROUND_UP = Duration.ofMillis(999);
    private static final int NEWEST = 20;

    private final Journal journal;
    private final Duration grace;

    /** @param grace for which it is waited */
    @SuppressWarnings("MissingSummary")
    public RunningRestoreWait(Journal journal, Duration grace) {
        this.journal = journal;
        this.grace = grace;
    }

    /** Returns when no restore is running any more, or when the grace is over. */
    void await() throws InterruptedException {
        Optional<Run> restore = runningRestore();
        long begin = System.nanoTime();
        Duration nextWord = Duration.ZERO;
        while (restore.isPresent()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            String what = restore.get().id() + " (running in " + restore.get().keeper() + ")";
            if (waited.compareTo(grace) >= 0) {
                LOG.warn(
                        "{} has not ended in {} (restore.shutdown-grace); it goes on alone where its process may",
                        what,
                        Durations.exact(grace));
                return;
            }
            if (waited.compareTo(nextWord) >= 0) {
                LOG.warn(
                        "waiting for {}, up to {} more (restore.shutdown-grace); end it with: ghe-keeper cancel {}",
                        what,
                        Durations.exact(grace.minus(waited).plus(ROUND_UP)),
                        restore.get().id());
                nextWord = nextWord.plus(BETWEEN_WORDS);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            restore = runningRestore();
        }
    }

    /** The lease proves that its process is alive; a record alone may be one that no process closed. */
    private Optional<Run> runningRestore() {
        try {
            journal.requireFreeLease();
            return Optional.empty();
        } catch (Failure failure) {
            return failure.kind() == FailureKind.RUN_ACTIVE
                    ? journal.newest(NEWEST).readable().stream()
                            .filter(run -> run.isOpen() && run.kind().restoresSnapshot())
                            .findFirst()
                    : Optional.empty();
        }
    }
}
