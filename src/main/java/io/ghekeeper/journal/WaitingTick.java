package io.ghekeeper.journal;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A tick of the schedule whose run may not begin yet.
 *
 * @param kind of the run
 * @param tick when the schedule had it
 * @param since when it was first found that the run may not begin
 * @param until the next tick of its job, which takes its place; nothing where none will come
 * @param obstacle what it waits for, as a noun
 */
public record WaitingTick(Run.Kind kind, Instant tick, Instant since, Optional<Instant> until, String obstacle) {
    public WaitingTick {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(tick);
        Objects.requireNonNull(since);
        Objects.requireNonNull(until);
        obstacle = PlainText.of(obstacle);
    }

    /** The same, with another obstacle. */
    public WaitingTick withObstacle(String other) {
        return new WaitingTick(kind, tick, since, until, other);
    }

    /** Why its run begins. */
    public Run.Cause cause() {
        return new Run.Cause(Run.Trigger.SCHEDULE, Optional.of(tick));
    }

    /** Which one it is, as a noun. */
    public String words() {
        return "the " + kind.word() + " of " + tick;
    }
}
