package io.ghekeeper.cli;

import io.ghekeeper.appliance.RestoredHosts;
import io.ghekeeper.backup.Backup;
import io.ghekeeper.backup.BackupAttempt;
import io.ghekeeper.backup.KnownDamage;
import io.ghekeeper.backup.SnapshotCheck;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.LimitSettings;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunActivity;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.seal.InheritedDamage;
import io.ghekeeper.seal.Quarantine;
import java.util.random.RandomGenerator;

/** The runs: backups, the frame of all, and the recovery of what dead runs left. */
final class RunAssembly {
    private final CoreAssembly core;
    private final CheckAssembly checks;
    private final Configuration configuration;
    private final Engine engine;
    private final Recovery recovery;

    RunAssembly(CoreAssembly core, EngineAssembly engines, CheckAssembly checks) {
        this.core = core;
        this.checks = checks;
        this.configuration = core.configuration();
        this.engine = engines.engine();
        this.recovery = new Recovery(
                core.journal(),
                engine,
                core.keys(),
                engines.markers(),
                new RemovalAssembly(core).incomplete(),
                configuration.restore().limits().time(),
                core.clock());
    }

    Recovery recovery() {
        return recovery;
    }

    Backup backup() {
        KnownDamage damage = new KnownDamage(
                new Quarantine(core.journal().directory(), core.disk(), core.clock()),
                new InheritedDamage(core.journal().directory(), core.disk(), core.clock()));
        return new Backup(
                configuration.backup(),
                execution(configuration.backup().limits()),
                new BackupAttempt(
                        recovery,
                        new RunKey(core.keys()),
                        checks.probe(),
                        engine,
                        core.snapshots(),
                        core.historyReader(),
                        damage,
                        !configuration.retention().enabled(),
                        core.clock()),
                new SnapshotCheck(core.historyReader(), configuration.losses()),
                damage,
                core.volume(),
                RandomGenerator.getDefault());
    }

    /** The host keys that restores brought. */
    static RestoredHosts restoredHosts(CoreAssembly core) {
        return new RestoredHosts(core.disk());
    }

    private Execution execution(LimitSettings limits) {
        return execution(limits, RunActivity.of(engine));
    }

    /** The frame of a run whose signs of life are these. */
    Execution execution(LimitSettings limits, RunActivity activity) {
        return new Execution(limits, core.journal(), recovery, activity, core.volume(), core.disk(), core.clock());
    }
}
