package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.monitor.KnownReleases;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.Observer;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.Status;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.probe.Readiness;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The state of the backups, and the endpoints that show it. */
final class ObservationAssembly {
    private final CoreAssembly core;
    private final EngineAssembly engine;
    private final Configuration configuration;
    private final ZoneId zone;
    private final ProcessCounters counters;
    private final Supplier<Schedule> backups;
    private final Supplier<List<ScheduledJob>> jobs;

    ObservationAssembly(CoreAssembly core, EngineAssembly engine) {
        this.core = core;
        this.engine = engine;
        this.configuration = core.configuration();
        this.zone = configuration.schedule().timeZone();
        this.counters = new ProcessCounters(core.clock().instant());
        this.backups =
                new Once<>(() -> new Schedule(zone, configuration.schedule().backup()));
        this.jobs = new Once<>(() -> ScheduledJob.all(configuration, backups.get()));
    }

    /** What happened in this process. */
    ProcessCounters counters() {
        return counters;
    }

    /** The state now. */
    StatusReport status() {
        return status(inputs());
    }

    /** The state for notifications: markers are not reported. */
    StatusReport statusToNotify() {
        core.volume().requireMounted();
        return status(inputs(List.of()));
    }

    private StatusReport status(StatusInputs inputs) {
        return new Status(configuration.status()).report(core.history(), inputs);
    }

    Endpoints endpoints(Readiness readiness) {
        Observer observer = new Observer(
                core.journal(),
                core.historyReader(),
                configuration.status(),
                new Observer.Outside(this::inputsOfMountedVolume, this::scheduled, zone),
                counters);
        return new Endpoints(
                new Endpoints.Whose(core.applianceHost(), zone),
                observer,
                readiness,
                core.supervisor().heartbeat());
    }

    /** An unmounted volume leaves an empty directory in its place, which says nothing about backups. */
    private StatusInputs inputsOfMountedVolume() {
        try {
            core.volume().requireMounted();
        } catch (Failure unusable) {
            if (unusable.kind() == FailureKind.VOLUME_NOT_MOUNTED) {
                throw unusable;
            }
            // A volume that is read-only or full can still be read.
        }
        return inputs();
    }

    private StatusInputs inputs() {
        return inputs(engine.markers().judge().stream()
                .map(verdict -> new StatusInputs.MarkerState(verdict.name(), verdict.stale(), verdict.proof()))
                .toList());
    }

    private StatusInputs inputs(List<StatusInputs.MarkerState> markers) {
        Instant now = core.clock().instant();
        Optional<DiskSpace> space = space();
        Volume volume = core.volume();
        return new StatusInputs(
                now,
                backups.get()
                        .next(now)
                        .map(at -> new StatusInputs.NextTick(
                                at, configuration.schedule().jitter(), zone)),
                core.supervisor().report(),
                markers,
                space,
                space.map(volume::condition).orElseGet(volume::condition),
                KnownReleases.of(engine.releases(), engine.release()),
                ProcessIdentity::isProvenGone);
    }

    /** Space on the volume; nothing where it cannot be read. */
    private Optional<DiskSpace> space() {
        try {
            return Optional.of(core.volume().room());
        } catch (Failure unreachable) {
            return Optional.empty();
        }
    }

    /** The supervisor's jobs, and when each fires next. */
    private List<Observation.Scheduled> scheduled() {
        Instant now = core.clock().instant();
        return jobs.get().stream()
                .map(job -> new Observation.Scheduled(
                        job.name(), job.lines(), job.schedule().next(now)))
                .toList();
    }
}
