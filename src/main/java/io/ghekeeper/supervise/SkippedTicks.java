package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.run.RunName;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the ticks that no run serves, so that a person sees why. */
final class SkippedTicks {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedTicks.class);

    private final Journal journal;

    SkippedTicks(Journal journal) {
        this.journal = journal;
    }

    /** One that found another run of its lane. */
    void busy(Run.Kind kind, Run.Cause cause, String why) {
        skip(kind, cause, why, "Nothing to do: the next tick runs again.");
    }

    /** One that waited, and gives way. */
    void gaveWay(WaitingTick tick, Instant now) {
        skip(
                tick.kind(),
                tick.cause(),
                tick.words() + " waited " + time(Duration.between(tick.since(), now)) + "for " + tick.obstacle()
                        + ", and did not run",
                "See why that takes so long: ghe-keeper runs. Move the schedule of one of both apart from the other.");
    }

    private static String time(Duration waited) {
        return waited.isNegative() ? "" : Durations.about(waited) + " "; // the clock was set back
    }

    /** One that waited, and that the schedule has no more. */
    void unscheduled(WaitingTick tick) {
        skip(
                tick.kind(),
                tick.cause(),
                tick.words() + " waited for " + tick.obstacle() + ", and the schedule does not have it any more",
                "Nothing to do, where the schedule was changed on purpose.");
    }

    private void skip(Run.Kind kind, Run.Cause cause, String why, String hint) {
        try {
            Run skipped = journal.skip(kind, cause, new Run.Reason(FailureKind.RUN_ACTIVE.code(), why, hint));
            RunName.log(skipped.id(), () -> LOG.warn("skipped: {}", why));
        } catch (Failure unwritable) {
            LOG.error("a tick was skipped ({}) and could not be recorded: {}", why, unwritable.getMessage());
        }
    }
}
