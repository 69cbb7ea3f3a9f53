package io.ghekeeper.backup;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Markers;
import io.ghekeeper.engine.Verdict;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.snapshot.Sharing;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One backup, from the lease to the last line of its record. */
public final class Backup {
    private final Journal journal;
    private final Recovery recovery;
    private final Markers markers;
    private final Keys keys;
    private final Probe probe;
    private final Engine engine;
    private final Snapshots snapshots;
    private final Clock clock;
    private final AtomicBoolean warnedOfPlainKey = new AtomicBoolean();

    public Backup(
            Journal journal,
            Recovery recovery,
            Markers markers,
            Keys keys,
            Probe probe,
            Engine engine,
            Snapshots snapshots,
            Clock clock) {
        this.journal = journal;
        this.recovery = recovery;
        this.markers = markers;
        this.keys = keys;
        this.probe = probe;
        this.engine = engine;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * Takes a backup.
     *
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing done or recorded, when another run is at work; any other kind after it was
     *     written into the run's record
     */
    public Run run(Run.Trigger trigger) {
        try (Lease.Held lease = journal.acquireLease()) {
            recovery.closeDeadRuns(lease);
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, trigger);
            RunLog log = new RunLog(run.id(), run.output(), clock);
            try {
                capture(run, log);
                run.end(Run.Outcome.SUCCEEDED, Optional.empty());
                return run.run();
            } catch (Failure failure) {
                end(run, log, failure);
                throw failure;
            } catch (RuntimeException fault) {
                end(
                        run,
                        log,
                        new Failure(FailureKind.INTERNAL, "internal error: " + fault, "Report it, with the log."));
                throw fault;
            }
        }
    }

    private void capture(OpenRun run, RunLog log) {
        log.stage("backup begins");
        snapshots.prepare();
        clearMarkers(run);
        probe.beforeKey().forEach(log::warning);
        try (SshKey key = keys.open()) {
            keyOpened(key, run, log);
            probed(probe.withKey(key.file()), run, log);
            String id = snapshots.freeId(clock.instant());
            run.snapshot(id);
            engine.backup(new BackupRequest(run.id(), id, key.file(), run.output()), step -> {
                run.event("step", Map.of("step", step.toString()));
                log.stage(step.toString());
            });
            captured(snapshots.completed(id), run, log);
        }
    }

    private void clearMarkers(OpenRun run) {
        for (Verdict cleared : recovery.clearMarkers()) {
            run.event("marker cleared", Map.of("marker", cleared.marker().name(), "proof", cleared.proof()));
        }
        List<Verdict> left = markers.judge();
        if (!left.isEmpty()) {
            Verdict first = left.get(0);
            throw new Failure(
                    FailureKind.ENGINE_ACTIVE,
                    first.marker().file() + " stands in the way, and its run is not proven dead: " + first.proof(),
                    "Wait for that process to end, or end it; then the marker is cleared by itself.");
        }
    }

    private void keyOpened(SshKey key, OpenRun run, RunLog log) {
        run.event("key opened", Map.of("key", key.description().toString()));
        log.stage("key opened: " + key.description());
        if (key.plain() && warnedOfPlainKey.compareAndSet(false, true)) {
            log.warning("the key's value is a plain private key; encrypt it with: ghe-keeper key encrypt");
        }
    }

    private void probed(Probe.Seen seen, OpenRun run, RunLog log) {
        ApplianceFacts facts = seen.appliance();
        run.event("appliance probed", Map.of("appliance", facts.toString()));
        log.stage("appliance reached: " + facts);
        seen.doubts().forEach(log::warning);
    }

    private void captured(Snapshot snapshot, OpenRun run, RunLog log) {
        Sharing sharing = Sharing.of(snapshot);
        run.event(
                "captured",
                Map.of(
                        "snapshot", snapshot.id(),
                        "files", Long.toString(sharing.files()),
                        "linked", Long.toString(sharing.linked()),
                        "bytes", Long.toString(sharing.bytes()),
                        "new-bytes", Long.toString(sharing.newBytes())));
        log.stage("captured snapshot " + snapshot.id() + ": " + sharing.files() + " files, " + sharing.percent()
                + " % hard-linked to the one before");
    }

    private static void end(OpenRun run, RunLog log, Failure failure) {
        boolean interrupted = failure.kind() == FailureKind.RUN_INTERRUPTED;
        log.warning((interrupted ? "interrupted: " : "failed: ") + failure.getMessage());
        run.end(
                interrupted ? Run.Outcome.INTERRUPTED : Run.Outcome.FAILED,
                Optional.of(new Run.Reason(failure.kind().code(), failure.getMessage(), failure.hint())));
    }
}
