package io.ghekeeper.backup;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Reliance;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.run.Watch;
import io.ghekeeper.snapshot.Comparison;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Loss;
import io.ghekeeper.snapshot.LossSettings;
import io.ghekeeper.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a captured snapshot holds, beside the one that is relied on. */
public final class Proof {
    private final Reliance reliance;
    private final LossSettings bounds;

    public Proof(Reliance reliance, LossSettings bounds) {
        this.reliance = reliance;
        this.bounds = bounds;
    }

    /** @throws Failure SNAPSHOT_SUSPECT when it holds less than it should */
    @SuppressWarnings("MissingSummary")
    void examine(Snapshot snapshot, OpenRun run, RunLog log, Watch watch) {
        List<Snapshot> measures = reliance.measuresOf(snapshot.id());
        // Both at once: the walks wait for the disk more than they work.
        Optional<CompletableFuture<Inventory>> first = measures.stream()
                .findFirst()
                .map(measure -> CompletableFuture.supplyAsync(() -> Inventory.of(measure)));
        Inventory counted = watch.await(() -> Inventory.of(snapshot));
        // The engine asked the appliance where its database lies, and not the settings that it copied.
        Inventory now = saysThatItIsExternal(run.run()) ? counted.withDatabase(DatabasePlace.EXTERNAL) : counted;
        captured(snapshot, now, run, log);
        if (first.isEmpty()) {
            requireNone(lossesAlone(now), snapshot, "", run, log);
        }
        for (Snapshot measure : measures) {
            boolean begun = measure.equals(measures.get(0));
            Inventory before = watch.await(begun ? first.get()::join : () -> Inventory.of(measure));
            List<Loss> losses = Comparison.losses(Optional.of(before), now, bounds);
            requireNone(losses, snapshot, ", beside " + measure.id(), run, log);
        }
    }

    private static boolean saysThatItIsExternal(Run run) {
        return run.event(Events.APPLIANCE_PROBED)
                .filter(probed -> "yes".equals(probed.details().get("external-mysql")))
                .isPresent();
    }

    /** What it lacks where there is nothing to compare it with. */
    private List<Loss> lossesAlone(Inventory now) {
        List<Loss> losses = new ArrayList<>(Comparison.losses(Optional.empty(), now, bounds));
        if (reliance.hadGood()) {
            losses.add(new Loss(
                    "measure",
                    "1",
                    "0",
                    "no good snapshot is left on the volume to compare with: look at it yourself"));
        }
        return losses;
    }

    private static void requireNone(List<Loss> losses, Snapshot snapshot, String beside, OpenRun run, RunLog log) {
        if (losses.isEmpty()) {
            return;
        }
        losses.forEach(loss -> {
            run.event(Events.LOSS, Map.of("what", loss.sentence()));
            log.warning("missing: " + loss.sentence());
        });
        throw new Failure(
                FailureKind.SNAPSHOT_SUSPECT,
                "snapshot " + snapshot.id() + " holds less than it should" + beside + ": " + losses.get(0)
                        + (losses.size() > 1 ? ", and " + (losses.size() - 1) + " more" : ""),
                "Find out why; if it is meant to be so, accept it with: ghe-keeper snapshots accept " + snapshot.id());
    }

    private static void captured(Snapshot snapshot, Inventory inventory, OpenRun run, RunLog log) {
        run.event(
                Events.CAPTURED,
                Map.of(
                        "snapshot", snapshot.id(),
                        "files", Long.toString(inventory.files()),
                        "linked", Long.toString(inventory.linked()),
                        "bytes", Long.toString(inventory.bytes()),
                        "new-bytes", Long.toString(inventory.newBytes()),
                        "new-inodes", Long.toString(inventory.newInodes())));
        log.stage("captured snapshot " + snapshot.id() + ": " + inventory.files() + " files, " + inventory.percent()
                + " % hard-linked to the one before");
    }
}
