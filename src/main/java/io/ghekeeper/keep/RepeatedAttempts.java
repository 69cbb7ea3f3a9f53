package io.ghekeeper.keep;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.journal.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How soon the supervisor tries a run of a snapshot again that did not succeed. */
final class RepeatedAttempts {
    /** What failed may fail again: a broken file stays broken, and each attempt reads for hours. */
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    /** What is killed so often is killed by its own work, as by too little memory. */
    private static final int MOST_KILLED = 3;

    private RepeatedAttempts() {}

    /** Whether none failed or was cancelled within the last hour, and no three were killed. */
    static boolean allow(History history, Run.Kind kind, String snapshotId, Instant now) {
        List<Run> late = history.runs(kind)
                .takeWhile(run -> isLate(run, now))
                .filter(run -> run.snapshot().filter(snapshotId::equals).isPresent())
                .toList();
        return late.size() < MOST_KILLED && late.stream().noneMatch(RepeatedAttempts::isGivenUp);
    }

    private static boolean isLate(Run run, Instant now) {
        return run.end().map(Run.End::at).orElse(run.begin()).isAfter(now.minus(AFTER_FAILURE));
    }

    /** One that a signal or a kill ended goes on as soon as it can. */
    private static boolean isGivenUp(Run run) {
        return run.end()
                .filter(end -> end.outcome() == Run.Outcome.FAILED
                        || end.reason()
                                .filter(why -> why.code().equals(FailureKind.RUN_CANCELLED.code()))
                                .isPresent())
                .isPresent();
    }
}
