package io.ghekeeper.cli;

import io.ghekeeper.backup.Backup;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.supervise.CatchUp;
import io.ghekeeper.supervise.FollowJob;
import io.ghekeeper.supervise.Housekeeping;
import io.ghekeeper.supervise.Job;
import io.ghekeeper.supervise.JobSchedule;
import io.ghekeeper.supervise.KeepJob;
import io.ghekeeper.supervise.RebuildAtStart;
import io.ghekeeper.supervise.RunningRestoreWait;
import io.ghekeeper.supervise.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The supervisor and its jobs. */
final class SupervisorAssembly {
    private final CoreAssembly core;
    private final RunAssembly runs;
    private final Restore restore;
    private final KeepJob keep;
    private final RebuildAtStart rebuild;
    private final FollowJob follow;
    private final ProcessCounters counters;
    private final Configuration configuration;

    /**
     * The supervisor.
     *
     * @param restore for drills
     * @param counters what the endpoints show of this process
     */
    SupervisorAssembly(
            CoreAssembly core,
            RunAssembly runs,
            Restore restore,
            KeepJob keep,
            RebuildAtStart rebuild,
            FollowJob follow,
            ProcessCounters counters) {
        this.core = core;
        this.runs = runs;
        this.restore = restore;
        this.keep = keep;
        this.rebuild = rebuild;
        this.follow = follow;
        this.counters = counters;
        this.configuration = core.configuration();
    }

    Supervisor supervisor() {
        Backup backup = runs.backup();
        Housekeeping housekeeping = new Housekeeping(
                runs.recovery(),
                core.journal(),
                () -> {
                    follow.begin();
                    rebuild.keepLane();
                },
                counters);
        JobSchedule backups = schedule(
                configuration.schedule().backup(), configuration.schedule().jitter());
        return new Supervisor(
                List.of(
                        Job.housekeeping(
                                ProcessCounters.JobName.MARKERS,
                                schedule(configuration.schedule().markers(), Duration.ZERO),
                                housekeeping::clear),
                        Job.run(ProcessCounters.JobName.BACKUP, Run.Kind.BACKUP, backups, rebuild.first(cause -> {
                            backup.run(cause);
                            keep.beginIfDue();
                        })),
                        Job.run(
                                        ProcessCounters.JobName.DRILL,
                                        Run.Kind.DRILL,
                                        schedule(configuration.drill().schedule(), Duration.ZERO),
                                        rebuild.first(this::drill))
                                .waitingFor(
                                        () -> configuration.drill().fromArchive() ? keep.occupant() : Optional.empty()),
                        Job.housekeeping(
                                ProcessCounters.JobName.VERIFY,
                                schedule(configuration.verify().schedule(), Duration.ZERO),
                                rebuild::keepLane),
                        Job.housekeeping(
                                ProcessCounters.JobName.ARCHIVE,
                                schedule(configuration.archive().schedule(), Duration.ZERO),
                                rebuild::keepLane),
                        Job.housekeeping(
                                ProcessCounters.JobName.ARCHIVE_VERIFY,
                                schedule(storeVerifications(), Duration.ZERO),
                                rebuild::keepLane),
                        Job.housekeeping(
                                ProcessCounters.JobName.NATIVE,
                                schedule(nativeTicks(), Duration.ZERO),
                                rebuild::keepLane)),
                new CatchUp(configuration.schedule().catchUp(), backups, core.historyReader()),
                () -> {
                    rebuild.stop();
                    backup.stop();
                    restore.stop();
                    keep.stop();
                    follow.stop();
                },
                new RunningRestoreWait(core.journal(), configuration.restore().shutdownGrace()),
                housekeeping,
                core.journal(),
                core.supervisor().heartbeat(),
                counters,
                core.clock());
    }

    /** Without a store there is nothing to verify, and no tick to miss. */
    private List<String> storeVerifications() {
        return configuration.archive().store().isPresent()
                ? configuration.archive().verify().schedule()
                : List.of();
    }

    /** Where none is taken there is no tick to miss. */
    private List<String> nativeTicks() {
        return configuration.nativeSnapshots().enabled()
                ? configuration.nativeSnapshots().schedule()
                : List.of();
    }

    private void drill(Run.Cause cause) {
        restore.run(Run.Kind.DRILL, cause, Optional.empty(), RestoreOptions.scheduledDrill(configuration.drill()));
    }

    private JobSchedule schedule(List<String> lines, Duration jitter) {
        return new JobSchedule(
                new Schedule(configuration.schedule().timeZone(), lines), jitter, RandomGenerator.getDefault());
    }
}
