package io.ghekeeper.backup;

import io.ghekeeper.schedule.Jitter;
import io.ghekeeper.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What comes next, of all that the supervisor does by itself. */
public final class Ticks {
    private final Schedule backup;
    private final Schedule markers;
    private final Schedule drill;
    private final Duration jitter;
    private final RandomGenerator random;

    public Ticks(Schedule backup, Schedule markers, Schedule drill, Duration jitter, RandomGenerator random) {
        this.backup = backup;
        this.markers = markers;
        this.drill = drill;
        this.jitter = jitter;
        this.random = random;
    }

    /** What a tick sets off. */
    public enum Job {
        BACKUP,
        MARKERS,
        DRILL
    }

    /**
     * A tick to come.
     *
     * @param at when the schedule has it
     * @param fire when it is done: {@code at} and some jitter
     */
    public record Tick(Job job, Instant at, Instant fire) {}

    /** A job's first tick strictly after an instant. */
    Optional<Tick> after(Job job, Instant instant) {
        return switch (job) {
            case BACKUP -> backup.next(instant).map(at -> new Tick(job, at, at.plus(delay(at))));
            case DRILL -> drill.next(instant).map(at -> new Tick(job, at, at));
            case MARKERS -> markers.next(instant).map(at -> new Tick(job, at, at));
        };
    }

    private Duration delay(Instant at) {
        return backup.next(at)
                .map(next -> Jitter.delay(jitter, at, next, random))
                .orElse(Duration.ZERO);
    }
}
