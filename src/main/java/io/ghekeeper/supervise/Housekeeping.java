package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.run.Recovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts right what dead runs left, between runs, and has done what is due in the keep lane. */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Recovery recovery;
    private final Journal journal;
    private final Runnable keep;
    private final ProcessCounters tally;

    /**
     * Housekeeping.
     *
     * @param keep begins what is due in the keep lane
     * @param tally counts the markers that are cleared in no run
     */
    public Housekeeping(Recovery recovery, Journal journal, Runnable keep, ProcessCounters tally) {
        this.recovery = recovery;
        this.journal = journal;
        this.keep = keep;
        this.tally = tally;
    }

    /**
     * What is done before the first tick.
     *
     * @throws Failure of any kind but RUN_ACTIVE: a supervisor that cannot begin must not seem to work
     */
    void atStart() {
        try (CaptureLease lease = journal.acquireCapture()) {
            recover(lease);
        } catch (Failure busy) {
            if (busy.kind() != FailureKind.RUN_ACTIVE) {
                throw busy;
            }
            LOG.info("{}", busy.getMessage());
        }
        keep.run();
    }

    /**
     * Clears stale markers where no run is in progress, and removes old incomplete snapshots that no run uses. Begins what
     * is due in the keep lane.
     */
    public void clear() {
        try (CaptureLease lease = journal.acquireCapture()) {
            recover(lease);
        } catch (Failure failure) {
            LOG.warn("markers not looked at: {}", failure.getMessage());
        }
        try {
            recovery.removeIncomplete(removed -> LOG.warn("{}", removed.line().text()), LOG::warn);
        } catch (Failure failure) {
            LOG.warn("incomplete snapshots are not removed: {}", failure.getMessage());
        }
        keep.run();
    }

    private void recover(CaptureLease lease) {
        recovery.closeDeadRunsOnSchedule(lease);
        recovery.closeDeadKeepRuns();
        recovery.clearMarkers().forEach(cleared -> tally.cleared(cleared.marker(), cleared.why()));
    }
}
