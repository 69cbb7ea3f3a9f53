package io.ghekeeper.supervise;

import io.ghekeeper.schedule.Jitter;
import io.ghekeeper.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The ticks of one job. */
public final class JobSchedule {
    /** A clock can jump over years of ticks; to count them all would take too long. */
    static final int MOST_COUNTED = 1000;

    private final Schedule schedule;
    private final Duration jitter;
    private final RandomGenerator random;

    public JobSchedule(Schedule schedule) {
        this(schedule, Duration.ZERO, RandomGenerator.getDefault());
    }

    /** @param jitter the longest delay of a tick, drawn by chance */
    @SuppressWarnings("MissingSummary")
    public JobSchedule(Schedule schedule, Duration jitter, RandomGenerator random) {
        this.schedule = schedule;
        this.jitter = jitter;
        this.random = random;
    }

    /**
     * A tick to come.
     *
     * @param at when the schedule has it
     * @param fire when it is done: {@code at} and some jitter
     */
    public record Tick(Instant at, Instant fire) {}

    /** The first tick strictly after an instant. */
    Optional<Tick> after(Instant instant) {
        return schedule.next(instant).map(at -> new Tick(at, at.plus(delay(at))));
    }

    /** Whether it has a tick at this instant. */
    boolean has(Instant at) {
        return schedule.next(at.minusNanos(1)).filter(at::equals).isPresent();
    }

    /** How many ticks come after {@code from}, up to {@code to}; counted up to a thousand. */
    long count(Instant from, Instant to) {
        return stream(from)
                .takeWhile(tick -> !tick.at().isAfter(to))
                .limit(MOST_COUNTED)
                .count();
    }

    /** The ticks strictly after an instant. */
    Stream<Tick> stream(Instant instant) {
        return Stream.iterate(
                after(instant).orElse(null),
                Objects::nonNull,
                tick -> after(tick.at()).orElse(null));
    }

    private Duration delay(Instant at) {
        return schedule.next(at)
                .map(next -> Jitter.delay(jitter, at, next, random))
                .orElse(Duration.ZERO);
    }
}
