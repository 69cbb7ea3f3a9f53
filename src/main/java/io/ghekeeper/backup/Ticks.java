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
    private final Duration jitter;
    private final RandomGenerator random;

    public Ticks(Schedule backup, Schedule markers, Duration jitter, RandomGenerator random) {
        this.backup = backup;
        this.markers = markers;
        this.jitter = jitter;
        this.random = random;
    }

    /** What a tick sets off. */
    public enum Job {
        BACKUP,
        MARKERS
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
            case MARKERS -> markers.next(instant).map(at -> new Tick(job, at, at));
        };
    }

    private Duration delay(Instant at) {
        return backup.next(at)
                .map(next -> Jitter.delay(jitter, at, next, random))
                .orElse(Duration.ZERO);
    }
}
