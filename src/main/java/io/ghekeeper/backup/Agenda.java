package io.ghekeeper.backup;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One job's ticks as the clock comes to them: each is taken once, whatever the clock does. Several that it jumped over
 * are one late tick; those that it is set back over do not come again.
 */
final class Agenda {
    /** Of the ticks taken: more than a clock is ever set back over, unless it is wrong by years. */
    private static final int REMEMBERED = 1000;

    private final Ticks ticks;
    private final Ticks.Job job;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private Optional<Ticks.Tick> planned = Optional.empty();
    private Instant seen = Instant.MAX;

    Agenda(Ticks ticks, Ticks.Job job) {
        this.ticks = ticks;
        this.job = job;
    }

    /**
     * A tick whose time has come.
     *
     * @param missed how many of the same job came since, and are not made up for; counted up to a thousand
     */
    record Due(Ticks.Tick tick, long missed) {}

    /** The tick to wait for; nothing when none will ever come. */
    Optional<Ticks.Tick> next(Instant now) {
        if (now.isBefore(seen)) {
            planAnew(now);
        }
        seen = now;
        return planned;
    }

    /** Takes the tick whose time has come, if there is one. */
    Optional<Due> take(Instant now) {
        Optional<Ticks.Tick> due = next(now).filter(tick -> !tick.fire().isAfter(now));
        due.ifPresent(tick -> {
            remember(tick.at());
            planned = firstAfter(now);
        });
        return due.map(tick -> new Due(tick, countMissed(tick.at(), now)));
    }

    /** What was planned stays, so that its delay is not drawn anew, unless another one comes before it now. */
    private void planAnew(Instant now) {
        Optional<Ticks.Tick> first = firstAfter(now);
        if (planned.isEmpty()
                || first.filter(tick -> tick.at().isBefore(planned.get().at())).isPresent()) {
            planned = first;
        }
    }

    private Optional<Ticks.Tick> firstAfter(Instant now) {
        return ticks.stream(job, now).filter(tick -> !taken.contains(tick.at())).findFirst();
    }

    private long countMissed(Instant from, Instant now) {
        return ticks.stream(job, from)
                .takeWhile(tick -> !tick.at().isAfter(now))
                .limit(Ticks.MOST_COUNTED)
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
