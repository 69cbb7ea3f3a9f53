package io.ghekeeper.keep;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ticks of a task, beside the runs that they began.
 *
 * @param next the first tick after an instant; nothing where none is scheduled
 * @param begin of the supervisor: no tick before that is made up for where there was no run yet
 */
record TaskTicks(Function<Instant, Optional<Instant>> next, Instant begin) {
    /** The last run of a kind that a tick began. */
    static Optional<Run> last(History history, Run.Kind kind) {
        return history.runs(kind)
                .filter(run -> run.cause().trigger() == Run.Trigger.SCHEDULE)
                .findFirst();
    }

    /** Whether a tick came since the last run began. */
    boolean cameSince(Optional<Run> last, Instant now) {
        return next.apply(last.map(Run::begin).orElse(begin))
                .filter(tick -> !tick.isAfter(now))
                .isPresent();
    }

    /** Whether any is to come. */
    boolean areScheduled(Instant now) {
        return next.apply(now).isPresent();
    }
}
