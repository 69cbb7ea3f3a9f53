package io.ghekeeper.run;

import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Leftover;
import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.HeldLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.key.Keys;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.RemovalPermits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts right what a dead run left: its processes, its key, its record and its markers. Needs the lease, which shows that
 * no run is alive; done before every run and when the supervisor starts.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Journal journal;
    private final Engine engine;
    private final Keys keys;
    private final Leftovers markers;
    private final IncompleteSnapshots incomplete;
    private final LanePermits permits;
    private final Duration longestRestore;
    private final Clock clock;

    /** @param longestRestore after which an engine without a keeper is ended all the same */
    @SuppressWarnings("MissingSummary")
    public Recovery(
            Journal journal,
            Engine engine,
            Keys keys,
            Leftovers markers,
            IncompleteSnapshots incomplete,
            Duration longestRestore,
            Clock clock) {
        this.journal = journal;
        this.engine = engine;
        this.keys = keys;
        this.markers = markers;
        this.incomplete = incomplete;
        this.permits = new LanePermits(journal, markers);
        this.longestRestore = longestRestore;
        this.clock = clock;
    }

    /**
     * Does {@link #closeDeadRuns} for what no person asked for. A restore whose keeper died may have an engine that goes on
     * by itself: to end it would leave an appliance half restored, so it is left in peace for as long as a restore may
     * take.
     *
     * @throws Failure RUN_ACTIVE while there is one
     */
    public void closeDeadRunsOnSchedule(CaptureLease lease) {
        journal.restores()
                .filter(run -> run.isOpen() && engine.isRunning(run.id()))
                .filter(run -> clock.instant().isBefore(run.begin().plus(longestRestore)))
                .findFirst()
                .ifPresent(run -> {
                    throw new Failure(
                            FailureKind.RUN_ACTIVE,
                            "the keeper of run " + run.id() + " is gone, but its engine goes on restoring",
                            "Wait for it to end, or end it with: ghe-keeper cancel " + run.id());
                });
        closeDeadRuns(lease);
    }

    /**
     * Closes the dead runs of the lease's lane.
     *
     * @param trigger of the run that is about to begin
     * @throws Failure RUN_ACTIVE, but never for a person, while an engine without a keeper goes on restoring
     */
    void closeDeadRuns(HeldLease lease, Run.Trigger trigger) {
        if (!(lease instanceof CaptureLease capture)) {
            closeRecords(lease);
        } else if (trigger == Run.Trigger.HAND) {
            closeDeadRuns(capture);
        } else {
            closeDeadRunsOnSchedule(capture);
        }
    }

    /** Closes the dead runs of a lane for a person who waits for the end of one. */
    public void closeDeadRuns(HeldLease lease) {
        closeDeadRuns(lease, Run.Trigger.HAND);
    }

    /** Closes the dead runs of the keep lane, unless a process holds its lease: then the next run of the lane does. */
    public void closeDeadKeepRuns() {
        journal.acquireKeepIfFree().ifPresent(lease -> {
            try (lease) {
                closeRecords(lease);
            }
        });
    }

    /** Ends what is alive of dead runs, wipes their keys and records them as interrupted. */
    public void closeDeadRuns(CaptureLease lease) {
        int ended = engine.endLeftovers(journal::knows);
        if (ended > 0) {
            LOG.warn("ended {} processes that a dead run left running", ended);
        }
        int wiped = keys.wipeLeftovers();
        if (wiped > 0) {
            LOG.warn("wiped {} decrypted keys that a dead run left", wiped);
        }
        Journal.Closed closed = closeRecords(lease);
        int pruned = journal.prune(lease);
        if (pruned > 0) {
            LOG.info("removed the records of {} old runs", pruned);
        }
        closed.unreadable().forEach(sentence -> LOG.warn("run record {}", sentence));
    }

    private Journal.Closed closeRecords(HeldLease lease) {
        Journal.Closed closed = journal.closeAbandoned(lease);
        closed.runs().forEach(run -> RunName.log(run.id(), () -> LOG.warn("is interrupted: {}", reason(run))));
        closed.recorded()
                .forEach(run -> RunName.log(run.id(), () -> LOG.info("its end is recorded on the volume now")));
        return closed;
    }

    /** Removes stale markers; what is alive stays. */
    public List<RunEvent.MarkerCleared> clearMarkers() {
        List<RunEvent.MarkerCleared> cleared =
                markers.clearStale().stream().map(Recovery::event).toList();
        cleared.forEach(marker -> LOG.warn("{}", marker.line().text()));
        return cleared;
    }

    /**
     * Makes sure that no marker is in an engine's way.
     *
     * @throws Failure ENGINE_ACTIVE when the run behind one is not proven dead
     */
    public void clearTheWay(RunContext context) {
        markers.clearStale().forEach(cleared -> context.record(event(cleared)));
        markers.judge().stream().findFirst().ifPresent(left -> {
            throw inTheWay(left);
        });
    }

    /**
     * Whether {@link #clearTheWay} could do so now, in a run that a person begins: {@link #closeDeadRuns} ends what is alive
     * of our dead runs before. For callers that saw the lease free, or hold it; changes nothing.
     *
     * @throws Failure ENGINE_ACTIVE when the run behind a marker is not proven dead
     */
    public void requireClearableWay() {
        markers.without(journal::knows).judge().stream()
                .filter(verdict -> !verdict.stale())
                .findFirst()
                .ifPresent(alive -> {
                    throw inTheWay(alive);
                });
    }

    /** The open runs whose engine is running, the newest first. */
    public List<Run> running() {
        return journal.newest(Journal.NEWEST).readable().stream()
                .filter(run -> run.isOpen() && engine.isRunning(run.id()))
                .toList();
    }

    private static Failure inTheWay(Leftover marker) {
        return new Failure(
                FailureKind.ENGINE_ACTIVE,
                marker.file() + " stands in the way, and its run is not proven dead: " + marker.proof(),
                "Wait for that process to end, or end it; then the marker is cleared by itself.");
    }

    /**
     * Removes old incomplete snapshots that no run uses, in the keep lane. Does nothing, and takes no lease, where there are
     * none.
     *
     * @param removed takes each that was removed
     * @param warning takes why one could not be removed
     */
    public void removeIncomplete(Consumer<RunEvent> removed, Consumer<String> warning) {
        removeIncomplete(permits, removed, warning);
    }

    /** The same for the holder of the capture lease, whose run has named no snapshot yet. */
    public void removeIncomplete(CaptureLease held, Consumer<RunEvent> removed, Consumer<String> warning) {
        removeIncomplete(id -> permits.underCapture(held, id, () -> {}), removed, warning);
    }

    @SuppressWarnings("try")
    private void removeIncomplete(RemovalPermits permits, Consumer<RunEvent> removed, Consumer<String> warning) {
        try {
            if (incomplete.found().stream().noneMatch(IncompleteSnapshots.AgedSnapshot::due)) {
                return;
            }
            try (KeepLease lease = journal.acquireKeep()) {
                incomplete
                        .remove(permits)
                        .forEach(one -> removed.accept(new BackupEvent.IncompleteRemoved(one.id(), one.age())));
            }
        } catch (Failure unremovable) {
            warning.accept(unremovable.getMessage());
            for (Throwable other : unremovable.getSuppressed()) {
                warning.accept(other.getMessage());
            }
        }
    }

    private static RunEvent.MarkerCleared event(Leftover cleared) {
        return new RunEvent.MarkerCleared(cleared.name(), cleared.proof(), cleared.code());
    }

    private static String reason(Run run) {
        return run.end().flatMap(end -> end.reason()).map(Run.Reason::message).orElse("");
    }
}
