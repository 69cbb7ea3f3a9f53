package io.ghekeeper.cli;

import io.ghekeeper.appliance.ApplianceSettings;
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
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.run.EngineLines;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/** The engine: another one comes in here. */
final class EngineAssembly {
    private static final String STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final CoreAssembly core;
    private final Configuration configuration;
    private final String searchPath;
    private final ReleaseTables releases;
    private final Leftovers markers;
    private final InstalledEngine installed;

    EngineAssembly(CoreAssembly core) {
        this.core = core;
        this.configuration = core.configuration();
        this.searchPath = core.environment().environment().getOrDefault("PATH", STANDARD_PATH);
        this.releases = new ReleaseTables(configuration.releases());
        this.markers = new Markers(configuration.data().directory(), core.disk(), core.processTable());
        this.installed = new Installation(
                configuration.engine(), searchPath, releases.usable().table());
    }

    /** Why an option may not be set for one restore; nothing where it may. */
    static Optional<String> refusedOption(String name, String value) {
        return EngineOptions.refusalForRestore(name, value);
    }

    Leftovers markers() {
        return markers;
    }

    InstalledEngine installed() {
        return installed;
    }

    /** The release of the installed engine; nothing where it names none. */
    Optional<Release> release() {
        try {
            return Optional.of(installed.release());
        } catch (Failure unknown) {
            return Optional.empty();
        }
    }

    ReleaseTables releases() {
        return releases;
    }

    Engine engine() {
        return new BackupUtils(
                origin(),
                configuration.engine(),
                Path.of(System.getProperty("java.io.tmpdir")),
                searchPath,
                core.runProcesses(),
                core.disk(),
                lines()::printed);
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

    private EngineLines lines() {
        return new EngineLines(
                switch (configuration.log().engineOutput()) {
                    case OFF -> Optional.empty();
                    case DEBUG -> Optional.of(Level.DEBUG);
                    case INFO -> Optional.of(Level.INFO);
                });
    }
}
