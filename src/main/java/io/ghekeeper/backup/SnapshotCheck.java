package io.ghekeeper.backup;

import io.ghekeeper.engine.Finding;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunLimits;
import io.ghekeeper.snapshot.Comparison;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.LayoutChange;
import io.ghekeeper.snapshot.Shrinkage;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What a captured snapshot holds, beside the one that is relied on. */
public final class SnapshotCheck {
    private final HistoryReader reader;
    private final ShrinkageSettings bounds;

    public SnapshotCheck(HistoryReader reader, ShrinkageSettings bounds) {
        this.reader = reader;
        this.bounds = bounds;
    }

    /**
     * Compares the snapshot with those that are relied on, and judges what the engine reported.
     *
     * @throws Failure SNAPSHOT_SUSPECT when it lacks content, or when the engine reported absent content that
     *     it did not report for the last good one; CAPTURE_UNPROVEN when it holds less and the engine did not print its
     *     closing line
     */
    void examine(CapturedSnapshot captured, RunContext context) {
        RunLimits watch = context.watch();
        Snapshot snapshot = captured.snapshot();
        LastGoodSnapshot reliance = reader.read().reliance();
        List<Snapshot> measures = reliance.measuresOf(snapshot.id());
        // Both at once: the walks wait for the disk more than they work.
        Optional<CompletableFuture<Inventory>> first = measures.stream()
                .findFirst()
                .map(measure -> CompletableFuture.supplyAsync(() -> Inventory.of(measure)));
        Inventory counted = watch.await(() -> Inventory.of(snapshot));
        // The engine asked the appliance where its database lies, and not the settings that it copied.
        Inventory now = saysThatItIsExternal(context.run()) ? counted.withDatabase(DatabasePlace.EXTERNAL) : counted;
        context.record(captured(snapshot, now));
        ExpectedAbsences expectation = new ExpectedAbsences(captured.report(), now);
        expectation.leftOut().forEach(part -> context.record(new BackupEvent.PartLeftOut(part.part(), part.option())));
        if (first.isEmpty()) {
            List<Shrinkage> alone = expectation.unexpected(lossesAlone(now, reliance), Optional.empty());
            requireNone(List.of(new Compared(alone, Optional.empty())), captured, context);
        }
        for (Snapshot measure : measures) {
            boolean begun = measure.equals(measures.get(0));
            Inventory before = watch.await(begun ? first.get()::join : () -> Inventory.of(measure));
            Optional<Run> maker = reliance.makerOf(measure);
            List<Shrinkage> losses = expectation.unexpected(Comparison.losses(Optional.of(before), now, bounds), maker);
            List<Compared> compared = new ArrayList<>(List.of(new Compared(losses, Optional.of(measure))));
            expectation
                    .wantedAgain(maker)
                    .forEach(part ->
                            compared.add(compareAgain(part, reliance.newestGoodWith(part), expectation, now, context)));
            requireNone(compared, captured, context);
            LayoutChange.between(before, now).ifPresent(change -> context.record(new BackupEvent.Note(change)));
        }
        requireKnown(captured, reliance.lastGood(), context);
        if (!captured.report().finished()) {
            context.record(new BackupEvent.Note(
                    "the engine ended with 0 and did not print its closing line; all else shows a whole snapshot"));
        }
    }

    /** What is absent beside another snapshot, where there is one. */
    private record Compared(List<Shrinkage> losses, Optional<Snapshot> measure) {
        String beside() {
            return measure.map(other -> ", beside " + other.id()).orElse("");
        }
    }

    /** A part that an option left out of the last good snapshot, beside the newest good one that has it. */
    private Compared compareAgain(
            String part, Optional<Snapshot> measure, ExpectedAbsences expectation, Inventory now, RunContext context) {
        if (measure.isEmpty()) {
            return new Compared(expectation.absent(part), measure);
        }
        Inventory before = context.watch().await(() -> Inventory.of(measure.get()));
        List<Shrinkage> losses = Comparison.losses(Optional.of(before), now, bounds).stream()
                .filter(loss -> loss.what().equals(part))
                .toList();
        return new Compared(losses, measure);
    }

    /** What the engine itself found absent is a doubt of its own, however little it is. */
    private static void requireKnown(CapturedSnapshot captured, Optional<Run> lastGood, RunContext context) {
        KnownFindings known = new KnownFindings(lastGood);
        List<Finding> news = captured.report().findings().stream()
                .filter(finding -> !known.contain(finding))
                .toList();
        if (!news.isEmpty()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_SUSPECT,
                    "snapshot " + captured.snapshot().id() + " lacks content: "
                            + news.get(0).sentence() + (news.size() > 1 ? ", and " + (news.size() - 1) + " more" : ""),
                    "Look for it on the appliance; if it is meant to be so, accept it with: ghe-keeper snapshots accept "
                            + captured.snapshot().id());
        }
        if (!captured.report().findings().isEmpty()) {
            context.warn("the last good snapshot has the same findings, so this one is not suspect for them");
        }
    }

    private static boolean saysThatItIsExternal(Run run) {
        return run.last(BackupEvent.ApplianceProbed.class)
                .flatMap(BackupEvent.ApplianceProbed::externalMysql)
                .orElse(false);
    }

    /** What it lacks where there is nothing to compare it with. */
    private List<Shrinkage> lossesAlone(Inventory now, LastGoodSnapshot reliance) {
        List<Shrinkage> losses = new ArrayList<>(Comparison.losses(Optional.empty(), now, bounds));
        if (reliance.hadGood()) {
            losses.add(new Shrinkage(
                    "measure",
                    "1",
                    "0",
                    "no good snapshot is left on the volume to compare with: look at it yourself"));
        }
        return losses;
    }

    /** All are recorded before the first is reported: a person who accepts the snapshot accepts them all. */
    private static void requireNone(List<Compared> compared, CapturedSnapshot captured, RunContext context) {
        List<Shrinkage> losses =
                compared.stream().flatMap(one -> one.losses().stream()).toList();
        if (losses.isEmpty()) {
            return;
        }
        String beside = compared.stream()
                .filter(one -> !one.losses().isEmpty())
                .findFirst()
                .map(Compared::beside)
                .orElse("");
        losses.forEach(loss -> context.record(new BackupEvent.ShrinkageFound(loss.sentence())));
        String snapshot = captured.snapshot().id();
        if (!captured.report().finished()) {
            throw new Failure(
                    FailureKind.CAPTURE_UNPROVEN,
                    "ghe-backup ended with 0 without its closing line, and snapshot " + snapshot + " lacks content"
                            + beside + ": " + losses.get(0),
                    "Read what it printed in the run's log; the snapshot is not counted as good.");
        }
        throw new Failure(
                FailureKind.SNAPSHOT_SUSPECT,
                "snapshot " + snapshot + " lacks content" + beside + ": " + losses.get(0)
                        + (losses.size() > 1 ? ", and " + (losses.size() - 1) + " more" : ""),
                "Find out why; if it is meant to be so, accept it with: ghe-keeper snapshots accept " + snapshot);
    }

    private static BackupEvent.SnapshotCaptured captured(Snapshot snapshot, Inventory inventory) {
        return new BackupEvent.SnapshotCaptured(
                snapshot.id(),
                OptionalLong.of(inventory.files()),
                OptionalLong.of(inventory.linked()),
                OptionalLong.of(inventory.bytes()),
                OptionalLong.of(inventory.newBytes()),
                OptionalLong.of(inventory.newInodes()));
    }
}
