package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A run that goes on. Each change is on disk when its method returns. Threads may share it: the one that works and the
 * one that ends the run on a signal.
 */
public final class OpenRun {
    private final Journal journal;
    private Run run;
    private Optional<Consumer<String>> unrecordable = Optional.empty();
    private boolean unrecorded;

    OpenRun(Journal journal, Run run) {
        this.journal = journal;
        this.run = run;
    }

    public synchronized String id() {
        return run.id();
    }

    /** The run as it is on disk. */
    public synchronized Run run() {
        return run;
    }

    /** Where what the run prints is kept. */
    public Path output() {
        return journal.output(id());
    }

    /** Adds an event; after the end, nothing is added any more. */
    public synchronized void record(RunEvent event) {
        if (!run.isOpen()) {
            return;
        }
        List<Run.Event> events = new ArrayList<>(run.events());
        events.add(new Run.Event(time(), event));
        save(events, run.snapshot(), run.uses(), Optional.empty());
    }

    /** Names the snapshot that the run makes or made. */
    public synchronized void snapshot(String snapshotId) {
        snapshot(snapshotId, Optional.empty());
    }

    /**
     * Names the snapshot that the run makes or restores, before it does so.
     *
     * @param others that it reads besides: a process of the keep lane may remove all that are not named
     */
    public synchronized void snapshot(String snapshotId, Set<String> others) {
        Set<String> uses = new HashSet<>(others);
        uses.add(snapshotId);
        snapshot(snapshotId, Optional.of(uses));
    }

    private void snapshot(String snapshotId, Optional<Set<String>> uses) {
        if (run.isOpen()) {
            save(run.events(), Optional.of(snapshotId), uses, Optional.empty());
        }
    }

    /** Ends the run. The first end counts, a later one is ignored. */
    public synchronized void end(Run.Outcome outcome, Optional<Run.Reason> reason) {
        if (run.isOpen()) {
            save(run.events(), run.snapshot(), run.uses(), Optional.of(new Run.End(time(), outcome, reason)));
        }
    }

    /** Never before what is recorded already: a clock may be set back in the middle of a run. */
    private Instant time() {
        return RunTimes.next(run, journal.now());
    }

    /**
     * From now on, what cannot be recorded on the volume ends nothing: it is kept in memory, and recorded with the next
     * change that can be, by the next run if need be.
     *
     * @param warning gets a text on the first change that could not be recorded
     */
    public synchronized void goOnUnrecorded(Consumer<String> warning) {
        this.unrecordable = Optional.of(warning);
    }

    private void save(
            List<Run.Event> events, Optional<String> snapshot, Optional<Set<String>> uses, Optional<Run.End> end) {
        Run changed =
                new Run(run.id(), run.kind(), run.cause(), run.begin(), run.keeper(), events, snapshot, uses, end);
        try {
            journal.save(changed);
            if (unrecorded) {
                journal.forgetUnrecorded(run.id());
                unrecorded = false;
            }
        } catch (Failure unwritable) {
            // An end is kept in any case: without it the next run would call this one interrupted.
            boolean kept = (unrecordable.isPresent() || end.isPresent()) && journal.keepUnrecorded(changed);
            if (unrecordable.isEmpty()) {
                throw unwritable;
            }
            if (!unrecorded) {
                unrecordable
                        .get()
                        .accept("the run goes on, and "
                                + (kept ? "the next run records it" : "its end will not be recorded") + ": "
                                + unwritable.getMessage());
            }
            unrecorded = true;
        }
        run = changed;
    }
}
