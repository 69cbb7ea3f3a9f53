package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.SupervisorLock;
import io.ghekeeper.key.Keys;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.supervise.Heartbeat;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Volume;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/** What nearly every command needs: the volume, its runs and snapshots, the key and the processes of this machine. */
final class CoreAssembly {
    private final Configuration configuration;
    private final Environment environment;
    private final Disk disk;
    private final Volume volume;
    private final Journal journal;
    private final Snapshots snapshots;
    private final HistoryReader history;
    private final Keys keys;
    private final SupervisorView supervisor;
    private final ProcessTable processTable = new ProcessTable();
    private final RunProcesses runProcesses = new RunProcesses(processTable);

    /** @param observer gets each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    CoreAssembly(Configuration configuration, Environment environment, Disk disk, Consumer<Run> observer) {
        this.configuration = configuration;
        this.environment = environment;
        this.disk = disk;
        this.volume = new Volume(configuration.volume(), disk, environment.environment());
        this.journal = new Journal(configuration.journal(), disk, environment.clock(), observer);
        this.snapshots = new Snapshots(configuration.data(), disk);
        this.history = new HistoryReader(journal, snapshots);
        this.keys = new Keys(configuration.key(), configuration.kms(), environment.environment());
        this.supervisor = new SupervisorView(
                new SupervisorLock(disk, journal.directory()),
                new Heartbeat(configuration.key().directory().resolve("supervisor"), environment.clock()),
                configuration.schedule().runner());
    }

    Configuration configuration() {
        return configuration;
    }

    /** The host as it is configured. */
    String applianceHost() {
        return configuration.appliance().host();
    }

    /** As an archive run has it: the newest snapshot says which appliance it is of, or else the configuration. */
    Optional<String> applianceUuid() {
        return history().catalogue().all().stream()
                .filter(Snapshot::complete)
                .max(Comparator.comparing(Snapshot::id))
                .flatMap(Snapshots::uuid)
                .or(() -> configuration.appliance().uuid());
    }

    Environment environment() {
        return environment;
    }

    Clock clock() {
        return environment.clock();
    }

    Disk disk() {
        return disk;
    }

    Volume volume() {
        return volume;
    }

    Journal journal() {
        return journal;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    HistoryReader historyReader() {
        return history;
    }

    /** The runs and snapshots on the volume now. */
    History history() {
        return history.read();
    }

    Keys keys() {
        return keys;
    }

    /** Whether a supervisor is alive on this volume, as far as this process can see. */
    SupervisorView supervisor() {
        return supervisor;
    }

    ProcessTable processTable() {
        return processTable;
    }

    RunProcesses runProcesses() {
        return runProcesses;
    }
}
