package io.ghekeeper.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that goes on. Each change is on disk when its method returns. Threads may share it: the one that works and the
 * one that ends the run on a signal.
 */
public final class OpenRun {
    private final Journal journal;
    private Run run;

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
    public synchronized void event(String name, Map<String, String> details) {
        if (!run.isOpen()) {
            return;
        }
        List<Run.Event> events = new ArrayList<>(run.events());
        events.add(new Run.Event(time(), name, details));
        save(events, run.snapshot(), Optional.empty());
    }

    /** Names the snapshot that the run makes or made. */
    public synchronized void snapshot(String snapshotId) {
        if (run.isOpen()) {
            save(run.events(), Optional.of(snapshotId), Optional.empty());
        }
    }

    /** Ends the run. The first end counts, a later one is ignored. */
    public synchronized void end(Run.Outcome outcome, Optional<Run.Reason> reason) {
        if (run.isOpen()) {
            save(run.events(), run.snapshot(), Optional.of(new Run.End(time(), outcome, reason)));
        }
    }

    /** Never before what is recorded already: a clock may be set back in the middle of a run. */
    private Instant time() {
        return RunTimes.next(run, journal.now());
    }

    private void save(List<Run.Event> events, Optional<String> snapshot, Optional<Run.End> end) {
        Run changed = new Run(run.id(), run.kind(), run.trigger(), run.begin(), run.keeper(), events, snapshot, end);
        journal.save(changed);
        run = changed;
    }
}
