package io.ghekeeper.cli;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.RestoredHosts;
import io.ghekeeper.backup.Backup;
import io.ghekeeper.backup.BackupAttempt;
import io.ghekeeper.backup.SnapshotCheck;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.backuputils.BackupUtils;
import io.ghekeeper.engine.backuputils.EngineOptions;
import io.ghekeeper.engine.backuputils.Installation;
import io.ghekeeper.engine.backuputils.Markers;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.SupervisorLock;
import io.ghekeeper.key.Keys;
import io.ghekeeper.monitor.KnownReleases;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.Observer;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.Status;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.notify.NotificationThreads;
import io.ghekeeper.notify.NotifySettings;
import io.ghekeeper.probe.ApplianceChecks;
import io.ghekeeper.probe.Doctor;
import io.ghekeeper.probe.EngineChecks;
import io.ghekeeper.probe.Probe;
import io.ghekeeper.probe.Readiness;
import io.ghekeeper.probe.ReleaseChecks;
import io.ghekeeper.probe.RestoreTargetCheck;
import io.ghekeeper.probe.ScheduleChecks;
import io.ghekeeper.probe.StateChecks;
import io.ghekeeper.probe.VolumeChecks;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.restore.Planner;
import io.ghekeeper.restore.ProductionGuard;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.restore.RestoreVerification;
import io.ghekeeper.restore.SnapshotSelector;
import io.ghekeeper.run.EngineLines;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.LimitSettings;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.schedule.CronLine;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.supervise.CatchUp;
import io.ghekeeper.supervise.Heartbeat;
import io.ghekeeper.supervise.Housekeeping;
import io.ghekeeper.supervise.Job;
import io.ghekeeper.supervise.JobSchedule;
import io.ghekeeper.supervise.RunningRestoreWait;
import io.ghekeeper.supervise.Supervisor;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.Volume;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.event.Level;

/** The composition root: from the configuration, every part with what it needs. */
public final class Keeper {
    private static final String STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Configuration configuration;
    private final Environment world;
    private final Disk disk;
    private final Journal journal;
    private final Leftovers markers;
    private final Keys keys;
    private final Engine engine;
    private final Recovery recovery;
    private final Snapshots snapshots;
    private final HistoryReader history;
    private final ReleaseTables releases;
    private final InstalledEngine installation;
    private final EngineChecks engineLooks;
    private final Volume volume;
    private final RunProcesses runProcesses;
    private final ProcessCounters tally;
    private final Heartbeat heartbeat;
    private final SupervisorLock supervisorLock;
    private final Optional<NotificationThreads> telling;

    Keeper(Configuration configuration, Environment world) {
        this(configuration, world, new LocalDisk(), run -> {});
    }

    /** @param observer is told each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    Keeper(Configuration configuration, Environment world, Disk disk, Consumer<Run> observer) {
        this.configuration = configuration;
        this.world = world;
        this.disk = disk;
        this.tally = new ProcessCounters(world.clock().instant());
        ProcessTable processes = new ProcessTable();
        this.telling = Optional.of(configuration.notices())
                .filter(NotifySettings::tellsAnybody)
                .map(this::telling);
        this.journal = new Journal(configuration.journal(), disk, world.clock(), run -> {
            observer.accept(run);
            telling.ifPresent(people -> people.changed(run));
        });
        this.markers = new Markers(configuration.data().directory(), disk, processes);
        this.keys = new Keys(configuration.key(), configuration.kms(), world.environment());
        String searchPath = world.environment().getOrDefault("PATH", STANDARD_PATH);
        this.runProcesses = new RunProcesses(processes);
        this.engine = new BackupUtils(
                origin(),
                configuration.engine(),
                Path.of(System.getProperty("java.io.tmpdir")),
                searchPath,
                runProcesses,
                engineLines()::printed);
        this.snapshots = new Snapshots(configuration.data(), disk);
        this.recovery = new Recovery(
                journal,
                engine,
                keys,
                markers,
                new IncompleteSnapshots(configuration.data(), disk, world.clock()),
                configuration.restore().limits().time(),
                world.clock());
        this.releases = new ReleaseTables(configuration.releases());
        this.installation = new Installation(
                configuration.engine(), searchPath, releases.usable().table());
        this.engineLooks = new EngineChecks(installation);
        this.volume = new Volume(configuration.volume(), disk, world.environment());
        this.heartbeat = new Heartbeat(configuration.key().directory().resolve("supervisor"), world.clock());
        this.supervisorLock = new SupervisorLock(disk, configuration.journal().directory());
        this.history = new HistoryReader(journal, snapshots);
    }

    private EngineLines engineLines() {
        return new EngineLines(
                switch (configuration.log().engineOutput()) {
                    case OFF -> Optional.empty();
                    case DEBUG -> Optional.of(Level.DEBUG);
                    case INFO -> Optional.of(Level.INFO);
                });
    }

    private Origin origin() {
        ApplianceSettings appliance = configuration.appliance();
        return new Origin(
                appliance.host(),
                appliance.port(),
                appliance.user(),
                appliance.knownHosts(),
                appliance.restoredHosts(),
                configuration.data().directory());
    }

    Backup backup() {
        Probe probe = new Probe(engineLooks, volumeLooks(history::read), applianceLooks(history::read));
        BackupAttempt capture =
                new BackupAttempt(recovery, new RunKey(keys), probe, engine, snapshots, history, world.clock());
        return new Backup(
                configuration.backup(),
                execution(configuration.backup().limits()),
                capture,
                new SnapshotCheck(history, configuration.losses()),
                volume,
                RandomGenerator.getDefault());
    }

    Planner planner() {
        return new Planner(
                history,
                new SnapshotSelector(configuration.losses(), markers::mayBeAtWork),
                new ProductionGuard(configuration.appliance()),
                installation,
                recovery,
                journal,
                volume,
                configuration.appliance(),
                ProcessIdentity::isProvenGone,
                world.clock());
    }

    Restore restore() {
        Planner planner = planner();
        return new Restore(
                execution(configuration.restore().limits()),
                recovery,
                planner,
                new RunKey(keys),
                engine,
                configuration.data().directory(),
                new RestoreVerification(
                        planner,
                        restoredHosts(),
                        configuration.appliance().host(),
                        configuration.drill().repositories()));
    }

    RestoredHosts restoredHosts() {
        return new RestoredHosts((file, content) -> AtomicFile.writePrivate(disk, file, content));
    }

    private Execution execution(LimitSettings limits) {
        return new Execution(limits, journal, recovery, engine, volume, disk, world.clock());
    }

    Supervisor supervisor() {
        ZoneId zone = configuration.schedule().timeZone();
        Backup backup = backup();
        Restore restore = restore();
        Housekeeping housekeeping = new Housekeeping(recovery, journal, tally);
        JobSchedule backups = new JobSchedule(
                schedule(zone, configuration.schedule().backup()),
                configuration.schedule().jitter(),
                RandomGenerator.getDefault());
        JobSchedule markers =
                new JobSchedule(schedule(zone, configuration.schedule().markers()));
        JobSchedule drills =
                new JobSchedule(schedule(zone, configuration.drill().schedule()));
        return new Supervisor(
                List.of(
                        Job.housekeeping(ProcessCounters.JobName.MARKERS, markers, housekeeping::clear),
                        Job.run(ProcessCounters.JobName.BACKUP, Run.Kind.BACKUP, backups, backup::run),
                        Job.run(
                                ProcessCounters.JobName.DRILL,
                                Run.Kind.DRILL,
                                drills,
                                cause -> restore.run(
                                        Run.Kind.DRILL,
                                        cause,
                                        Optional.empty(),
                                        RestoreOptions.drill(configuration.drill(), RestoreOptions.LATEST)))),
                new CatchUp(configuration.schedule().catchUp(), backups, history),
                () -> {
                    backup.stop();
                    restore.stop();
                },
                new RunningRestoreWait(journal, configuration.restore().shutdownGrace()),
                housekeeping,
                journal,
                heartbeat,
                tally,
                world.clock());
    }

    /** What the supervisor does by itself, and when it does it next. */
    private List<Observation.Scheduled> scheduled() {
        return List.of(
                scheduled(
                        ProcessCounters.JobName.BACKUP, configuration.schedule().backup()),
                scheduled(
                        ProcessCounters.JobName.MARKERS,
                        configuration.schedule().markers()),
                scheduled(ProcessCounters.JobName.DRILL, configuration.drill().schedule()));
    }

    private Observation.Scheduled scheduled(ProcessCounters.JobName job, List<String> lines) {
        Schedule schedule = schedule(configuration.schedule().timeZone(), lines);
        return new Observation.Scheduled(job, lines, schedule.next(world.clock().instant()));
    }

    /** What the state depends on besides the journal and the catalogue, now. */
    StatusInputs surroundings() {
        return surroundings(markers.judge().stream()
                .map(verdict -> new StatusInputs.MarkerState(verdict.name(), verdict.stale(), verdict.proof()))
                .toList());
    }

    private StatusInputs surroundings(List<StatusInputs.MarkerState> inTheWay) {
        Instant now = world.clock().instant();
        ZoneId zone = configuration.schedule().timeZone();
        Optional<StatusInputs.NextTick> next = schedule(
                        zone, configuration.schedule().backup())
                .next(now)
                .map(at ->
                        new StatusInputs.NextTick(at, configuration.schedule().jitter(), zone));
        return new StatusInputs(
                now,
                next,
                supervisorReport(),
                inTheWay,
                room(),
                volume.condition(),
                KnownReleases.of(releases, engineRelease()),
                ProcessIdentity::isProvenGone);
    }

    /** Whether a supervisor is alive on this volume, as far as is seen from here. */
    SupervisorReport supervisorReport() {
        return new SupervisorView(
                        supervisorLock, heartbeat, configuration.schedule().runner())
                .report();
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    SupervisorLock supervisorLock() {
        return supervisorLock;
    }

    /** Where the volume is away, an empty folder lies in its place: that is no news of backups. */
    private StatusInputs surroundingsOfAVolume() {
        try {
            volume.requireMounted();
        } catch (Failure away) {
            if (away.kind() == FailureKind.VOLUME_NOT_MOUNTED) {
                throw away;
            }
            // One that is read-only, or full, can be looked at.
        }
        return surroundings();
    }

    /** @param configurationFile reads it anew, and throws what is wrong with it */
    @SuppressWarnings("MissingSummary")
    Endpoints site(Runnable configurationFile) {
        Observer observer = new Observer(
                journal,
                history,
                configuration.status(),
                new Observer.Outside(
                        this::surroundingsOfAVolume,
                        this::scheduled,
                        configuration.schedule().timeZone()),
                tally);
        return new Endpoints(
                new Endpoints.Whose(
                        configuration.appliance().host(),
                        configuration.schedule().timeZone()),
                observer,
                new Readiness(configurationFile, keys, volume, journal),
                heartbeat);
    }

    private static Schedule schedule(ZoneId zone, List<String> lines) {
        return new Schedule(zone, lines.stream().map(CronLine::parse).toList());
    }

    /** @param target a host that may be restored to, where a person asks about one */
    @SuppressWarnings("MissingSummary")
    Doctor doctor(Optional<String> target) {
        Supplier<History> seen = history.once();
        StateChecks state = new StateChecks(
                configuration.journal().directory(),
                configuration.data().directory(),
                journal,
                seen,
                markers,
                configuration.status().maxAge(),
                world.clock());
        return new Doctor(
                keys,
                engineLooks,
                new ReleaseChecks(releases, installation, world.clock()),
                volumeLooks(seen),
                applianceLooks(seen),
                new RestoreTargetCheck(
                        configuration.appliance(), target, configuration.drill().host()),
                state,
                new ScheduleChecks(configuration.schedule(), this::supervisorReport, world.clock()));
    }

    Appliance appliance() {
        return new Appliance(configuration.appliance());
    }

    /** As it is configured. */
    String applianceHost() {
        return configuration.appliance().host();
    }

    private VolumeChecks volumeLooks(Supplier<History> seen) {
        return new VolumeChecks(volume, configuration.data().directory(), seen);
    }

    private ApplianceChecks applianceLooks(Supplier<History> seen) {
        return new ApplianceChecks(appliance(), configuration.appliance(), seen);
    }

    /** Of the installed backup-utils; nothing where it names none. */
    Optional<Release> engineRelease() {
        try {
            return Optional.of(installation.release());
        } catch (Failure unknown) {
            return Optional.empty();
        }
    }

    /** The snapshot that is relied on. */
    Optional<String> lastGoodSnapshot() {
        return history.read().reliance().lastGood().flatMap(Run::snapshot);
    }

    InstalledEngine installedEngine() {
        return installation;
    }

    /** Why an option may not be set for one restore; nothing where it may. */
    static Optional<String> refusedOption(String name, String value) {
        return EngineOptions.refusalForRestore(name, value);
    }

    Engine engine() {
        return engine;
    }

    Keys keys() {
        return keys;
    }

    Leftovers markers() {
        return markers;
    }

    /** Of the volume; nothing where it cannot be asked. */
    Optional<DiskSpace> room() {
        try {
            return Optional.of(volume.room());
        } catch (Failure unreachable) {
            return Optional.empty();
        }
    }

    Volume volume() {
        return volume;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    Recovery recovery() {
        return recovery;
    }

    Journal journal() {
        return journal;
    }

    Configuration configuration() {
        return configuration;
    }

    /** The runs and snapshots on the volume now. */
    History history() {
        return history.read();
    }

    /** The state now. */
    StatusReport status() {
        return status(surroundings());
    }

    private StatusReport status(StatusInputs around) {
        return new Status(configuration.status()).report(history.read(), around);
    }

    /** Tells people; nothing where nobody is configured to be told. */
    Optional<NotificationThreads> telling() {
        return telling;
    }

    private NotificationThreads telling(NotifySettings settings) {
        return new NotificationThreads(
                settings,
                configuration.appliance().host(),
                this::toTell,
                configuration.journal().directory(),
                disk,
                world.clock());
    }

    /** How it stands; markers are no news. */
    private StatusReport toTell() {
        volume.requireMounted();
        return status(surroundings(List.of()));
    }

    RunProcesses runProcesses() {
        return runProcesses;
    }
}
