package io.ghekeeper.backup;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.probe.Probe;
import io.ghekeeper.run.EngineWork;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.run.Watch;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** One try at a snapshot: from the markers that stand in the way to the proof that it is complete. */
public final class Capture {
    private final Recovery recovery;
    private final RunKey key;
    private final Probe probe;
    private final Engine engine;
    private final Snapshots snapshots;
    private final Pruning pruning;
    private final Clock clock;

    public Capture(
            Recovery recovery,
            RunKey key,
            Probe probe,
            Engine engine,
            Snapshots snapshots,
            HistoryReader reader,
            Clock clock) {
        this.recovery = recovery;
        this.key = key;
        this.probe = probe;
        this.engine = engine;
        this.snapshots = snapshots;
        this.pruning = new Pruning(reader);
        this.clock = clock;
    }

    /** What is done once, before the first try. */
    void prepare(OpenRun run, RunLog log) {
        snapshots.prepare();
        recovery.removeIncomplete(log::warning)
                .forEach(removed -> run.event(Events.INCOMPLETE_REMOVED, Map.of("snapshot", removed.id())));
        probe.beforeKey().forEach(log::warning);
    }

    /** @throws Failure whatever keeps the snapshot from being proven complete */
    @SuppressWarnings("MissingSummary")
    Captured take(OpenRun run, RunLog log, Watch watch) {
        watch.check();
        recovery.clearTheWay(run);
        UnlockedKey unlocked = key.unlock(watch);
        try (SshKey key = this.key.write(unlocked, run, log)) {
            Probe.Seen seen = watch.await(() -> probe.withKey(key.file()));
            probed(seen, run, log);
            probe.fit(seen.appliance()).forEach(log::warning);
            watch.check();
            String id = snapshots.freeId(clock.instant());
            run.snapshot(id);
            EngineReport report = copy(
                    new BackupRequest(run.id(), id, pruning.limits(id, run, log), key.file(), run.output()),
                    run,
                    log,
                    watch);
            return new Captured(snapshots.completed(id), report);
        }
    }

    private EngineReport copy(BackupRequest request, OpenRun run, RunLog log, Watch watch) {
        EngineWork work = new EngineWork(run, log, watch);
        try {
            return work.of(progress -> engine.backup(request, progress));
        } catch (Failure failure) {
            if (watch.reason().isPresent() || !pruning.isAllThatFailed(request.snapshotId(), failure)) {
                throw failure;
            }
            pruning.failed(request.snapshotId(), failure, run, log);
            // It printed no closing line for a reason that is known.
            EngineReport report = EngineReport.before(failure).asFinished();
            work.record(report);
            return report;
        }
    }

    private static void probed(Probe.Seen seen, OpenRun run, RunLog log) {
        ApplianceFacts facts = seen.appliance();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("appliance", facts.toString());
        details.put("other-backup-tool", facts.backupService().word());
        details.put("answer", facts.negotiation().answer());
        facts.version().ifPresent(version -> details.put("version", version));
        facts.negotiation().client().ifPresent(client -> details.put("engine", client));
        facts.externalMysql().ifPresent(external -> details.put("external-mysql", external ? "yes" : "no"));
        run.event(Events.APPLIANCE_PROBED, details);
        log.stage("appliance reached: " + facts);
        seen.doubts().forEach(log::warning);
    }
}
