package io.ghekeeper.history;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param number of the running step, from 1
 * @param total steps, as far as is known
 * @param share done, from 0 to 1; never quite 1 while it goes on
 * @param left by the times that the same steps took in an earlier run; nothing without one
 */
public record Progress(int number, int total, String title, double share, Optional<Duration> left) {
    private static final double ALMOST = 0.99;

    private static final Duration OVERDUE = Duration.ofMinutes(1);

    public Progress {
        Objects.requireNonNull(title);
        Objects.requireNonNull(left);
    }

    /**
     * Where a run stands now; nothing before its first step.
     *
     * @param past an ended run, by whose times it is measured; else by the count of steps
     */
    public static Optional<Progress> of(Run run, Optional<Run> past, Instant now) {
        List<RunEvents.StepAt> begun = RunEvents.steps(run);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        RunEvents.StepAt current = begun.get(begun.size() - 1);
        Map<String, Duration> took = past.map(Progress::times).orElse(Map.of());
        Duration whole = took.values().stream().reduce(Duration.ZERO, Duration::plus);
        if (!took.containsKey(current.step().title()) || whole.isZero()) {
            double share = current.step().total() < 1
                    ? 0
                    : (current.step().number() - 1.0) / current.step().total();
            return Optional.of(with(current, share, leftOfEstimate(run, now)));
        }
        Duration before = begun.subList(0, begun.size() - 1).stream()
                .map(step -> took.getOrDefault(step.step().title(), Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        Duration within = shorter(
                notNegative(Duration.between(current.at(), now)),
                took.get(current.step().title()));
        Duration done = shorter(before.plus(within), whole);
        return Optional.of(with(current, (double) done.toMillis() / whole.toMillis(), Optional.of(whole.minus(done))));
    }

    /** Of a restore that was planned with an estimate; one that is overdue has a minute left, again and again. */
    private static Optional<Duration> leftOfEstimate(Run run, Instant now) {
        Optional<Duration> estimate = run.last(RestoreEvent.Planned.class).flatMap(RestoreEvent.Planned::estimate);
        if (estimate.isEmpty()) {
            return Optional.empty();
        }
        Duration left = estimate.get().minus(Duration.between(run.begin(), now));
        return Optional.of(left.compareTo(OVERDUE) < 0 ? OVERDUE : left);
    }

    private static Progress with(RunEvents.StepAt step, double share, Optional<Duration> left) {
        return new Progress(
                step.step().number(),
                step.step().total(),
                step.step().title(),
                Math.max(0, Math.min(ALMOST, share)),
                left);
    }

    /** How long each step of an ended run took: until the next one began, or the capture, or the end. */
    private static Map<String, Duration> times(Run run) {
        List<RunEvents.StepAt> steps = RunEvents.steps(run);
        Map<String, Duration> times = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Instant until = i + 1 < steps.size()
                    ? steps.get(i + 1).at()
                    : RunEvents.engineEnd(run).orElse(steps.get(i).at());
            times.merge(
                    steps.get(i).step().title(),
                    notNegative(Duration.between(steps.get(i).at(), until)),
                    Duration::plus);
        }
        return times;
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
