package io.ghekeeper.run;

import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.HeldLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.nio.file.Path;
import java.util.Set;

/** A run that goes on: its record, its log and its limits. */
public final class RunContext {
    private final HeldLease lease;
    private final OpenRun run;
    private final RunLog log;
    private final RunLimits watch;

    public RunContext(HeldLease lease, OpenRun run, RunLog log, RunLimits watch) {
        this.lease = lease;
        this.run = run;
        this.log = log;
        this.watch = watch;
    }

    /** The lease that a run of the capture lane holds. */
    public CaptureLease captureLease() {
        if (lease instanceof CaptureLease capture) {
            return capture;
        }
        throw new IllegalStateException("run " + id() + " is not of the capture lane");
    }

    public String id() {
        return run.id();
    }

    /** The run as it is on disk. */
    public Run run() {
        return run.run();
    }

    /** Where what the run prints is kept. */
    public Path output() {
        return run.output();
    }

    /**
     * Records an event, and logs its line.
     *
     * @throws io.ghekeeper.failure.Failure of a VOLUME kind when it cannot be recorded; it is logged then, too
     */
    public void record(RunEvent event) {
        log.line(event.line());
        run.record(event);
    }

    /** See {@link OpenRun#snapshot(String, Set)}. */
    public void snapshot(String id, Set<String> others) {
        run.snapshot(id, others);
    }

    /** See {@link OpenRun#goOnUnrecorded}. */
    public void goOnUnrecorded() {
        run.goOnUnrecorded(log::warning);
    }

    /** Logs what is no event. */
    public void info(String line) {
        log.stage(line);
    }

    /** Logs what a person should look at, and is no event. */
    public void warn(String line) {
        log.warning(line);
    }

    /** The limits of the run. */
    public RunLimits watch() {
        return watch;
    }
}
