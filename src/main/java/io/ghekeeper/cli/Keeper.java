package io.ghekeeper.cli;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.backup.Backup;
import io.ghekeeper.backup.Recovery;
import io.ghekeeper.backup.Supervisor;
import io.ghekeeper.backup.Ticks;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.engine.BackupUtils;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Markers;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.Keys;
import io.ghekeeper.monitor.SnapshotList;
import io.ghekeeper.monitor.Status;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.schedule.CronLine;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The composition root: from the configuration, every part with what it needs. */
public final class Keeper {
    private static final String STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Configuration configuration;
    private final World world;
    private final Journal journal;
    private final Markers markers;
    private final Keys keys;
    private final Engine engine;
    private final Recovery recovery;
    private final RunProcesses runProcesses;

    Keeper(Configuration configuration, World world) {
        this(configuration, world, new LocalDisk(), run -> {});
    }

    /** @param observer is told each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    Keeper(Configuration configuration, World world, Disk disk, Consumer<Run> observer) {
        this.configuration = configuration;
        this.world = world;
        ProcessTable processes = new ProcessTable();
        this.journal = new Journal(configuration.journal(), disk, world.clock(), observer);
        this.markers = new Markers(configuration.data().directory(), processes);
        this.keys = new Keys(configuration.key(), configuration.kms(), world.environment());
        this.runProcesses = new RunProcesses(processes);
        this.engine = new BackupUtils(
                origin(),
                configuration.engine(),
                Path.of(System.getProperty("java.io.tmpdir")),
                world.environment().getOrDefault("PATH", STANDARD_PATH),
                runProcesses);
        this.recovery = new Recovery(journal, engine, keys, markers);
    }

    private Origin origin() {
        ApplianceSettings appliance = configuration.appliance();
        return new Origin(
                appliance.host(),
                appliance.port(),
                appliance.user(),
                appliance.knownHosts(),
                configuration.data().directory());
    }

    Backup backup() {
        return new Backup(journal, recovery, markers, keys, appliance(), engine, snapshots(), world.clock());
    }

    Supervisor supervisor() {
        ZoneId zone = configuration.schedule().timeZone();
        Ticks ticks = new Ticks(
                schedule(zone, configuration.schedule().backup()),
                schedule(zone, configuration.schedule().markers()),
                configuration.schedule().jitter(),
                RandomGenerator.getDefault());
        return new Supervisor(ticks, backup(), recovery, journal, engine, world.clock());
    }

    /** The schedule's first backup strictly after an instant. */
    Optional<Instant> nextBackup(Instant after) {
        return schedule(
                        configuration.schedule().timeZone(),
                        configuration.schedule().backup())
                .next(after);
    }

    private static Schedule schedule(ZoneId zone, List<String> lines) {
        return new Schedule(zone, lines.stream().map(CronLine::parse).toList());
    }

    Appliance appliance() {
        return new Appliance(configuration.appliance());
    }

    Engine engine() {
        return engine;
    }

    Keys keys() {
        return keys;
    }

    Markers markers() {
        return markers;
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

    Snapshots snapshots() {
        return new Snapshots(configuration.data());
    }

    SnapshotList snapshotList() {
        return new SnapshotList(journal, snapshots());
    }

    Status status() {
        return new Status(journal, snapshots(), configuration.status());
    }

    RunProcesses runProcesses() {
        return runProcesses;
    }
}
