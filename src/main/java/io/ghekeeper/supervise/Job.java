package io.ghekeeper.supervise;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.ProcessCounters;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that the supervisor does by itself.
 *
 * @param kind of its run; nothing for housekeeping, which is no run and waits for none
 * @param obstacle what it has to wait for now besides its own lane, as a noun; nothing where its tick may begin
 * @param task does it; what a run throws is what {@link io.ghekeeper.run.Execution#run} throws
 */
public record Job(
        ProcessCounters.JobName name,
        JobSchedule schedule,
        Optional<Run.Kind> kind,
        Supplier<Optional<String>> obstacle,
        Consumer<Run.Cause> task) {
    public Job {
        Objects.requireNonNull(name);
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(obstacle);
        Objects.requireNonNull(task);
    }

    /** A job that is a run. */
    public static Job run(ProcessCounters.JobName name, Run.Kind kind, JobSchedule schedule, Consumer<Run.Cause> task) {
        return new Job(name, schedule, Optional.of(kind), Optional::empty, task);
    }

    /** The same job, where it also waits for something. */
    public Job waitingFor(Supplier<Optional<String>> other) {
        return new Job(name, schedule, kind, other, task);
    }

    /** A job that is no run. It is left out while a run goes on. */
    public static Job housekeeping(ProcessCounters.JobName name, JobSchedule schedule, Runnable task) {
        return new Job(name, schedule, Optional.empty(), Optional::empty, cause -> task.run());
    }
}
