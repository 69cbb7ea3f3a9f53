package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks of jobs that may not begin yet: the last one of each. They are kept on the volume, for others to see and for the next
 * supervisor. One that begins is kept there until its run has ended: a reader looks whether a run served it.
 */
final class WaitingTicks {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingTicks.class);

    private final Journal journal;
    private final Map<Job, WaitingState> ticks = new LinkedHashMap<>();
    private boolean kept = true;

    /** @param begun whether its run was handed over */
    private record WaitingState(WaitingTick tick, boolean begun) {}

    /** A tick that waited, and may begin now. */
    record WaitedTick(Job job, Run.Cause cause) {}

    WaitingTicks(Journal journal) {
        this.journal = journal;
    }

    /**
     * Lets one wait, in the place of the one before it. One that waited already, and could not begin, waits on.
     *
     * @param tick that the schedule had
     * @param obstacle what it waits for, as a noun
     */
    synchronized void add(Job job, Instant tick, String obstacle) {
        Optional<WaitingTick> same = Optional.ofNullable(ticks.get(job))
                .map(WaitingState::tick)
                .filter(before -> before.tick().equals(tick));
        put(
                job,
                same.map(before -> before.withObstacle(obstacle))
                        .orElseGet(() -> new WaitingTick(
                                job.kind().orElseThrow(), tick, journal.now(), end(job, tick), obstacle)));
    }

    /** Lets one wait on that waited under another supervisor. */
    synchronized void resume(Job job, WaitingTick tick) {
        put(job, new WaitingTick(tick.kind(), tick.tick(), tick.since(), end(job, tick.tick()), tick.obstacle()));
    }

    private static Optional<Instant> end(Job job, Instant tick) {
        return job.schedule().after(tick).map(JobSchedule.Tick::at);
    }

    private void put(Job job, WaitingTick tick) {
        WaitingState before = ticks.put(job, new WaitingState(tick, false));
        if (before == null || !before.tick().equals(tick)) {
            LOG.info(
                    "{} waits for {}{}",
                    tick.words(),
                    tick.obstacle(),
                    tick.until().map(until -> ", at most until " + until).orElse(""));
            keep();
        }
    }

    /** The one of a job that waits now. */
    synchronized Optional<WaitingTick> of(Job job) {
        return Optional.ofNullable(ticks.get(job))
                .filter(state -> !state.begun())
                .map(WaitingState::tick);
    }

    /** Whether the one of a job waited, and was handed over. */
    synchronized boolean hasBegun(Job job) {
        return Optional.ofNullable(ticks.get(job)).filter(WaitingState::begun).isPresent();
    }

    /**
     * The first that may begin now; its end is to be {@link #settled}. Of the others it notes what they wait for.
     *
     * @param all what all wait for now, as a noun; nothing where one may begin
     */
    synchronized Optional<WaitedTick> next(Optional<String> all) {
        if (!kept) {
            keep();
        }
        for (Job job : List.copyOf(ticks.keySet())) {
            Optional<WaitingTick> tick = of(job);
            Optional<String> obstacle =
                    tick.flatMap(waits -> job.obstacle().get().or(() -> all));
            if (obstacle.isPresent()) {
                put(job, tick.get().withObstacle(obstacle.get()));
            } else if (tick.isPresent()) {
                ticks.put(job, new WaitingState(tick.get(), true));
                return Optional.of(new WaitedTick(job, tick.get().cause()));
            }
        }
        return Optional.empty();
    }

    /** Forgets the one of a job whose run has ended, unless it waits again. */
    synchronized void settled(Job job) {
        if (hasBegun(job)) {
            ticks.remove(job);
            keep();
        }
    }

    /** Keeps those that wait on the volume. Where that fails, they wait here, and {@link #next} tries again. */
    synchronized void keep() {
        try {
            journal.waitingTicks()
                    .write(ticks.values().stream().map(WaitingState::tick).toList());
            kept = true;
        } catch (Failure unwritable) {
            if (kept) { // said once
                LOG.warn("which ticks wait is not kept for another supervisor: {}", unwritable.getMessage());
            }
            kept = false;
        }
    }
}
