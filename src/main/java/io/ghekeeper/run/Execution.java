package io.ghekeeper.run;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.HeldLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The frame of every run, from the lease of its lane to the last line of its record. */
public final class Execution {
    private final LimitSettings limits;
    private final Journal journal;
    private final Recovery recovery;
    private final RunActivity activity;
    private final Volume volume;
    private final Disk disk;
    private final Clock clock;
    private final AtomicReference<RunLimits> watched = new AtomicReference<>();
    private volatile boolean stopping;

    public Execution(
            LimitSettings limits,
            Journal journal,
            Recovery recovery,
            RunActivity activity,
            Volume volume,
            Disk disk,
            Clock clock) {
        this.limits = limits;
        this.journal = journal;
        this.recovery = recovery;
        this.activity = activity;
        this.volume = volume;
        this.disk = disk;
        this.clock = clock;
    }

    /** What is done in a run. Fails with the reason that is recorded, unless the watch has one that came before. */
    public interface RunTask {
        void execute(RunContext context);
    }

    /**
     * Does it.
     *
     * @param output a file that this process's output goes to already, which becomes the run's log; see
     *     {@link Journal#begin}
     * @return the finished run
     * @throws Failure VOLUME_NOT_MOUNTED or CONFIGURATION_INVALID, with nothing recorded, since there is no place for it; RUN_ACTIVE, with nothing
     *     done or recorded, when another run of its lane is running; any other kind after it was written into the run's record
     */
    public Run run(Run.Kind kind, Run.Cause cause, Optional<Path> output, RunTask task) {
        volume.requireMounted();
        if (kind != Run.Kind.RESTORE) { // on the worst day it needs no journal of this volume
            volume.requireOneFileSystem(journal.directory());
        }
        try (HeldLease lease = journal.acquire(kind.lane())) {
            recovery.closeDeadRuns(lease, cause.trigger());
            OpenRun run = journal.begin(lease, kind, cause, output);
            return RunName.within(run.id(), () -> run(lease, run, task));
        }
    }

    private Run run(HeldLease lease, OpenRun run, RunTask task) {
        RunLog log = new RunLog(run.id(), run.output(), disk, clock);
        try (RunLimits watch = watch(run)) {
            log.stage(run.run().kind().word() + " begins");
            RunContext context = new RunContext(lease, run, log, watch);
            task.execute(context);
            noteRoom(run);
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
            return run.run();
        } catch (Failure reported) {
            Failure failure = volume.exact(reported);
            end(run, log, failure);
            throw failure;
        } catch (RuntimeException fault) {
            end(run, log, Failure.fault(fault));
            throw fault;
        } finally {
            watched.set(null);
        }
    }

    /** Ends the present run, if any, with all its processes, and refuses new ones. Another thread calls it. */
    public void stop() {
        stopping = true;
        RunLimits watch = watched.get();
        if (watch != null) {
            watch.trip(interrupted());
        }
    }

    private RunLimits watch(OpenRun run) {
        OutputLimit bound = new OutputLimit(run.output(), volume.totalBytes(), disk);
        RunLimits watch = new RunLimits(
                limits,
                () -> journal.cancelRequested(run.id()),
                () -> activity.moved(run.id()) + bound.printed(),
                bound::exceeded,
                () -> {
                    activity.end(run.id());
                    bound.cut();
                });
        watched.set(watch);
        if (stopping) {
            watch.trip(interrupted());
        }
        return watch;
    }

    /** Says how it ended, as far as the volume lets us: what cannot be written is closed by the next run. */
    private void end(OpenRun run, RunLog log, Failure failure) {
        Run.Outcome outcome = outcome(failure.kind());
        try {
            noteRoom(run);
        } catch (Failure fullOrAway) {
            // The end says more.
        }
        try {
            run.end(outcome, Optional.of(new Run.Reason(failure.kind().code(), failure.getMessage(), failure.hint())));
        } catch (Failure unwritable) {
            log.warning("its end could not be recorded: " + unwritable.getMessage());
            failure.addSuppressed(unwritable);
        }
        // After the end, which leaves it the rest of the room that was reserved.
        log.warning(outcome.name().toLowerCase(Locale.ROOT) + ": " + failure.getMessage());
    }

    /** The change of this figure shows when the volume will be full. */
    private void noteRoom(OpenRun run) {
        DiskSpace room = volume.room();
        run.record(new BackupEvent.VolumeSpace(
                OptionalLong.of(room.totalBytes()),
                OptionalLong.of(room.freeBytes()),
                OptionalLong.of(room.totalInodes()),
                OptionalLong.of(room.freeInodes())));
    }

    private static Run.Outcome outcome(FailureKind kind) {
        return switch (kind) {
            case RUN_INTERRUPTED, RUN_CANCELLED -> Run.Outcome.INTERRUPTED;
            case SNAPSHOT_SUSPECT -> Run.Outcome.SUSPECT;
            default -> Run.Outcome.FAILED;
        };
    }

    private static Failure interrupted() {
        return new Failure(
                FailureKind.RUN_INTERRUPTED,
                "the run was ended by a signal to ghe-keeper",
                "Nothing to do: the next run works from the last good snapshot.");
    }
}
