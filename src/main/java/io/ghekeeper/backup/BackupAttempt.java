package io.ghekeeper.backup;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.probe.Probe;
import io.ghekeeper.run.EngineWork;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.run.RunLimits;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Clock;

/** One try at a snapshot: from the markers that stand in the way to the proof that it is complete. */
public final class BackupAttempt {
    private final Recovery recovery;
    private final RunKey key;
    private final Probe probe;
    private final Engine engine;
    private final Snapshots snapshots;
    private final HistoryReader reader;
    private final Pruning pruning;
    private final KnownDamage damage;
    private final Clock clock;

    /** @param enginePrunes whether the engine deletes old snapshots after a good backup */
    @SuppressWarnings("MissingSummary")
    public BackupAttempt(
            Recovery recovery,
            RunKey key,
            Probe probe,
            Engine engine,
            Snapshots snapshots,
            HistoryReader reader,
            KnownDamage damage,
            boolean enginePrunes,
            Clock clock) {
        this.recovery = recovery;
        this.key = key;
        this.probe = probe;
        this.engine = engine;
        this.snapshots = snapshots;
        this.reader = reader;
        this.pruning = new Pruning(reader, enginePrunes);
        this.damage = damage;
        this.clock = clock;
    }

    /** What is done once, before the first try. */
    void prepare(RunContext context) {
        snapshots.prepare();
        recovery.removeIncomplete(context.captureLease(), context::record, context::warn);
        probe.beforeKey().forEach(context::warn);
    }

    /** @throws Failure whatever keeps the snapshot from being proven complete */
    @SuppressWarnings("MissingSummary")
    CapturedSnapshot take(RunContext context) {
        RunLimits watch = context.watch();
        watch.check();
        recovery.clearTheWay(context);
        try (SshKey key = this.key.open(context)) {
            Probe.ProbeResult seen = watch.await(() -> probe.withKey(key.file()));
            context.record(probed(seen.appliance()));
            seen.doubts().forEach(context::warn);
            probe.fit(seen.appliance()).forEach(context::warn);
            watch.check();
            String id = snapshots.freeId(clock.instant());
            History history = reader.read();
            context.snapshot(id, history.reliance().readBeside(id));
            damage.putAside(history.catalogue(), context);
            EngineReport report = copy(
                    new BackupRequest(
                            context.id(), id, pruning.limits(id, history, context), key.file(), context.output()),
                    context);
            return new CapturedSnapshot(snapshots.completed(id), report);
        }
    }

    private EngineReport copy(BackupRequest request, RunContext context) {
        EngineWork work = new EngineWork(context);
        try {
            return work.of(progress -> engine.backup(request, progress));
        } catch (Failure failure) {
            if (context.watch().reason().isPresent() || !pruning.isAllThatFailed(request.snapshotId(), failure)) {
                throw failure;
            }
            pruning.failed(request.snapshotId(), failure, context);
            // It printed no closing line for a reason that is known.
            EngineReport report = EngineReport.before(failure).asFinished();
            work.record(report);
            return report;
        }
    }

    private static BackupEvent.ApplianceProbed probed(ApplianceFacts facts) {
        return new BackupEvent.ApplianceProbed(
                facts.toString(),
                facts.backupService().word(),
                facts.negotiation().answer(),
                facts.version(),
                facts.negotiation().client(),
                facts.externalMysql());
    }
}
