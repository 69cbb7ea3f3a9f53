package io.ghekeeper.supervise;

import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks of jobs that may not begin yet: the last one of each. They end with the process. */
final class WaitingTicks {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingTicks.class);

    private final Map<Job, Run.Cause> waiting = new LinkedHashMap<>();

    /** A tick that waited, and may begin now. */
    record WaitedTick(Job job, Run.Cause cause) {}

    /** Lets one wait. */
    synchronized void add(Job job, Run.Cause cause) {
        waiting.put(job, cause);
        LOG.info(
                "the {} of {} waits: another process reads or removes snapshots",
                job.name().name().toLowerCase(Locale.ROOT),
                cause.tick().map(Instant::toString).orElse("now"));
    }

    /** Forgets the one of a job; whether there was one. */
    synchronized boolean remove(Job job) {
        return waiting.remove(job) != null;
    }

    /** The first that may begin now, which waits no more. */
    synchronized Optional<WaitedTick> next() {
        for (Iterator<Map.Entry<Job, Run.Cause>> all = waiting.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Job, Run.Cause> tick = all.next();
            if (tick.getKey().mayBegin().getAsBoolean()) {
                WaitedTick found = new WaitedTick(tick.getKey(), tick.getValue());
                all.remove();
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
