package io.ghekeeper.supervise;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One job's ticks as the clock comes to them: each is taken once, whatever the clock does. Several that it jumped over
 * are one late tick; those that it is set back over do not come again.
 */
final class JobTimer {
    /** Of the ticks taken: more than a clock is ever set back over, unless it is wrong by years. */
    private static final int REMEMBERED = 1000;

    private final JobSchedule schedule;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private Optional<JobSchedule.Tick> planned = Optional.empty();
    private Instant seen = Instant.MAX;

    JobTimer(JobSchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * A tick whose time has come.
     *
     * @param missed how many of the same job came since, and are not made up for; counted up to a thousand
     */
    record Due(JobSchedule.Tick tick, long missed) {}

    /** The tick to wait for; nothing when none will ever come. */
    Optional<JobSchedule.Tick> next(Instant now) {
        if (now.isBefore(seen)) {
            planAgain(now);
        }
        seen = now;
        return planned;
    }

    /** Takes the tick whose time has come, if there is one. */
    Optional<Due> take(Instant now) {
        Optional<JobSchedule.Tick> due = next(now).filter(tick -> !tick.fire().isAfter(now));
        due.ifPresent(tick -> {
            remember(tick.at());
            planned = firstAfter(now);
        });
        return due.map(tick -> new Due(tick, countMissed(tick.at(), now)));
    }

    /** The planned tick stays, so that its random delay stays, unless another tick now comes before it. */
    private void planAgain(Instant now) {
        Optional<JobSchedule.Tick> first = firstAfter(now);
        if (planned.isEmpty()
                || first.filter(tick -> tick.at().isBefore(planned.get().at())).isPresent()) {
            planned = first;
        }
    }

    private Optional<JobSchedule.Tick> firstAfter(Instant now) {
        return schedule.stream(now).filter(tick -> !taken.contains(tick.at())).findFirst();
    }

    private long countMissed(Instant from, Instant now) {
        return schedule.stream(from)
                .takeWhile(tick -> !tick.at().isAfter(now))
                .limit(JobSchedule.MOST_COUNTED)
                .filter(tick -> !taken.contains(tick.at()))
                .count();
    }

    private void remember(Instant at) {
        taken.addLast(at);
        if (taken.size() > REMEMBERED) {
            taken.removeFirst();
        }
    }
}
