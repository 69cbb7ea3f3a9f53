package io.ghekeeper.backup;

import io.ghekeeper.schedule.Jitter;
import io.ghekeeper.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What comes next, of all that the supervisor does by itself. */
public final class Ticks {
    /** A clock can jump over years of ticks; nobody waits until they are counted. */
    static final int MOST_COUNTED = 1000;

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

    /** How many of a job's ticks come after {@code from}, up to {@code to}; counted up to a thousand. */
    long count(Job job, Instant from, Instant to) {
        return stream(job, from)
                .takeWhile(tick -> !tick.at().isAfter(to))
                .limit(MOST_COUNTED)
                .count();
    }

    /** A job's ticks strictly after an instant. */
    Stream<Tick> stream(Job job, Instant instant) {
        return Stream.iterate(
                after(job, instant).orElse(null),
                Objects::nonNull,
                tick -> after(job, tick.at()).orElse(null));
    }

    private Duration delay(Instant at) {
        return backup.next(at)
                .map(next -> Jitter.delay(jitter, at, next, random))
                .orElse(Duration.ZERO);
    }
}
