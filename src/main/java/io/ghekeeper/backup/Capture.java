package io.ghekeeper.backup;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Markers;
import io.ghekeeper.engine.Step;
import io.ghekeeper.engine.Verdict;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.monitor.PlainText;
import io.ghekeeper.monitor.Reliance;
import io.ghekeeper.probe.Probe;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One try at a snapshot: from the markers that stand in the way to the proof that it is complete. */
public final class Capture {
    private final Recovery recovery;
    private final Markers markers;
    private final Keys keys;
    private final Probe probe;
    private final Engine engine;
    private final Snapshots snapshots;
    private final Reliance reliance;
    private final Clock clock;
    private final AtomicBoolean warnedOfPlainKey = new AtomicBoolean();

    public Capture(
            Recovery recovery,
            Markers markers,
            Keys keys,
            Probe probe,
            Engine engine,
            Snapshots snapshots,
            Reliance reliance,
            Clock clock) {
        this.recovery = recovery;
        this.markers = markers;
        this.keys = keys;
        this.probe = probe;
        this.engine = engine;
        this.snapshots = snapshots;
        this.reliance = reliance;
        this.clock = clock;
    }

    /** What is done once, before the first try. */
    void prepare(OpenRun run, RunLog log) {
        snapshots.prepare();
        recovery.removeIncomplete(log::warning)
                .forEach(removed -> run.event(Events.INCOMPLETE_REMOVED, Map.of("snapshot", removed.id())));
        probe.beforeKey().forEach(log::warning);
        List<String> strays = snapshots.strays();
        if (!strays.isEmpty()) {
            log.warning("no snapshots, but backup-utils counts and prunes them as such: "
                    + PlainText.of(String.join(", ", strays)));
        }
    }

    /** @throws Failure whatever keeps the snapshot from being proven complete */
    @SuppressWarnings("MissingSummary")
    Snapshot take(OpenRun run, RunLog log, Watch watch) {
        watch.check();
        clearMarkers(run);
        UnlockedKey unlocked = watch.await(keys::unlock);
        try (SshKey key = keys.write(unlocked)) {
            keyOpened(key, run, log);
            probed(watch.await(() -> probe.withKey(key.file())), run, log);
            watch.check();
            String id = snapshots.freeId(clock.instant());
            run.snapshot(id);
            drive(new BackupRequest(run.id(), id, keepAtLeast(), key.file(), run.output()), run, log, watch);
            return snapshots.completed(id);
        }
    }

    /** So many that pruning spares the one that is relied on, however many doubtful ones came since: it comes before us. */
    private int keepAtLeast() {
        return reliance.toBeSpared() + 1;
    }

    private void drive(BackupRequest request, OpenRun run, RunLog log, Watch watch) {
        watch.engineBegins();
        try {
            engine.backup(request, step -> began(step, run, log, watch));
        } finally {
            watch.engineEnded();
        }
    }

    /** In a thread of the engine's: what goes wrong here has to end the run from there. */
    private static void began(Step step, OpenRun run, RunLog log, Watch watch) {
        log.stage(step.toString());
        try {
            run.event(
                    Events.STEP,
                    Map.of(
                            "number", Integer.toString(step.number()),
                            "total", Integer.toString(step.total()),
                            "title", step.title()));
        } catch (Failure unwritable) {
            watch.trip(unwritable);
        }
    }

    private void clearMarkers(OpenRun run) {
        for (Verdict cleared : recovery.clearMarkers()) {
            run.event(Events.MARKER_CLEARED, Map.of("marker", cleared.marker().name(), "proof", cleared.proof()));
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
        run.event(Events.KEY_OPENED, Map.of("key", key.description().toString()));
        log.stage("key opened: " + key.description());
        if (key.plain() && warnedOfPlainKey.compareAndSet(false, true)) {
            log.warning("the key's value is a plain private key; encrypt it with: ghe-keeper key encrypt");
        }
    }

    private static void probed(Probe.Seen seen, OpenRun run, RunLog log) {
        ApplianceFacts facts = seen.appliance();
        run.event(Events.APPLIANCE_PROBED, Map.of("appliance", facts.toString()));
        log.stage("appliance reached: " + facts);
        seen.doubts().forEach(log::warning);
    }
}
