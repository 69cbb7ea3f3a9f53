package io.ghekeeper.cli;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.history.History;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.probe.ApplianceChecks;
import io.ghekeeper.probe.ArchiveChecks;
import io.ghekeeper.probe.Doctor;
import io.ghekeeper.probe.EngineChecks;
import io.ghekeeper.probe.NativeChecks;
import io.ghekeeper.probe.Probe;
import io.ghekeeper.probe.Readiness;
import io.ghekeeper.probe.ReleaseChecks;
import io.ghekeeper.probe.RestoreTargetCheck;
import io.ghekeeper.probe.ScheduleChecks;
import io.ghekeeper.probe.StateChecks;
import io.ghekeeper.probe.VolumeChecks;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks before a run, of {@code doctor} and of the readiness endpoint. */
final class CheckAssembly {
    private final CoreAssembly core;
    private final EngineAssembly engine;
    private final ArchiveAssembly archive;
    private final NativeAssembly natives;
    private final UndoAssembly undo;
    private final Configuration configuration;

    CheckAssembly(CoreAssembly core, EngineAssembly engine, ArchiveAssembly archive, NativeAssembly natives) {
        this.core = core;
        this.engine = engine;
        this.archive = archive;
        this.natives = natives;
        this.undo = new UndoAssembly(core, natives);
        this.configuration = core.configuration();
    }

    Probe probe() {
        Supplier<History> seen = core::history;
        return new Probe(new EngineChecks(engine.installed()), volume(seen), appliance(seen));
    }

    /** @param target a host that may be restored to, where a person asks about one */
    @SuppressWarnings("MissingSummary")
    Doctor doctor(Optional<String> target) {
        Supplier<History> seen = new Once<>(core::history);
        return new Doctor(
                core.keys(),
                new EngineChecks(engine.installed()),
                new ReleaseChecks(engine.releases(), engine.installed(), core.clock()),
                volume(seen),
                appliance(seen),
                new RestoreTargetCheck(
                        configuration.appliance(), target, configuration.drill().host()),
                state(seen),
                new ArchiveChecks(
                        archive.settings().place(),
                        archive.settings().encryption() != ObjectEncryption.NONE,
                        archive.settings().recipients().size(),
                        archive.stores()::reach,
                        () -> archive.stores().fitness().looked(),
                        new RebuildIdentity(core)::requireWhereAutomatic),
                new NativeChecks(
                        natives.settings().enabled(),
                        () -> natives.ownVolume().shown(),
                        () -> new NativeProof(core, natives, natives.ownVolume()).words(),
                        undo.proof(target.orElseGet(core::applianceHost)),
                        undo.isRequired()),
                new ScheduleChecks(configuration.schedule(), core.supervisor()::report, core.clock()));
    }

    /** @param configurationFile reads it again, and throws what is wrong with it */
    @SuppressWarnings("MissingSummary")
    Readiness readiness(Runnable configurationFile) {
        return new Readiness(configurationFile, core.keys(), core.volume(), core.journal());
    }

    private StateChecks state(Supplier<History> seen) {
        return new StateChecks(
                configuration.journal().directory(),
                configuration.data().directory(),
                core.journal(),
                seen,
                engine.markers(),
                configuration.status().maxAge(),
                core.clock());
    }

    private VolumeChecks volume(Supplier<History> seen) {
        return new VolumeChecks(
                core.volume(),
                configuration.data().directory(),
                !configuration.retention().enabled(),
                seen);
    }

    private ApplianceChecks appliance(Supplier<History> seen) {
        return new ApplianceChecks(new Appliance(configuration.appliance()), configuration.appliance(), seen);
    }
}
