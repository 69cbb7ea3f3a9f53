package io.ghekeeper.restore;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Comparison;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Shrinkage;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which snapshot is restored. backup-utils would take any: incomplete, half removed or empty, and report success. */
public final class SnapshotSelector {
    /** A person should not wait longer for a count; a snapshot of millions of files takes minutes. */
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(20);

    private static final String CHOOSE = "Choose another one: ghe-keeper snapshots";

    private final ShrinkageSettings bounds;
    private final Predicate<String> inUse;

    /** @param inUse whether a live process may be using a snapshot */
    @SuppressWarnings("MissingSummary")
    public SnapshotSelector(ShrinkageSettings bounds, Predicate<String> inUse) {
        this.bounds = bounds;
        this.inUse = inUse;
    }

    /**
     * The one that was asked for.
     *
     * @param gone whether a keeper's process is proven gone
     * @throws Failure SNAPSHOT_UNKNOWN, SNAPSHOT_INCOMPLETE, SNAPSHOT_IN_DOUBT or SNAPSHOT_BEING_WRITTEN
     */
    SelectedSnapshot select(RestoreOptions choices, History history, Predicate<ProcessIdentity> gone) {
        List<SnapshotEntry> entries = history.snapshots(gone);
        Catalogue catalogue = history.catalogue();
        SnapshotEntry entry = switch (choices.snapshot()) {
            case RestoreOptions.LATEST -> latest(entries, history);
            case RestoreOptions.PROVEN -> proven(entries, catalogue);
            default -> named(entries, choices.snapshot(), catalogue);
        };
        requireWhole(entry);
        Snapshot snapshot = catalogue.find(entry.id()).orElseThrow(() -> unknown(entry.id(), catalogue));
        Inventory top = Inventory.top(snapshot);
        List<String> doubts = doubts(entry, top);
        if (!doubts.isEmpty() && !choices.acceptSuspect()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_IN_DOUBT,
                    "snapshot " + entry.id() + " " + inDoubt(entry) + ": " + String.join("; ", doubts),
                    "Choose another one (ghe-keeper snapshots), or restore it as it is with --accept-suspect.");
        }
        Optional<Inventory> counted = SnapshotCount.of(snapshot, LONGEST_COUNT);
        Optional<Long> bytes =
                counted.map(Inventory::bytes).or(() -> entry.contents().map(SnapshotEntry.FileCounts::bytes));
        return new SelectedSnapshot(
                snapshot,
                entry,
                top,
                counted,
                bytes,
                Snapshots.uuid(snapshot),
                doubts,
                passedOver(entries, entry, choices),
                entries.stream()
                        .filter(other -> other.restored().isPresent())
                        .findFirst()
                        .filter(other -> !other.id().equals(entry.id())));
    }

    /**
     * The last good one that failed no drill; where there is none, as after a move from another appliance, the newest that
     * is whole and failed none.
     */
    private static SnapshotEntry latest(List<SnapshotEntry> entries, History history) {
        Optional<String> good = history.reliance().lastGood().flatMap(Run::snapshot);
        return entries.stream()
                .filter(entry -> good.isPresent()
                        ? good.get().equals(entry.id())
                        : entry.state() == SnapshotEntry.SnapshotState.COMPLETE && isSound(entry, history.catalogue()))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN,
                        "there is no good snapshot among the " + entries.size() + " in "
                                + history.catalogue().directory() + failed(entries),
                        entries.isEmpty()
                                ? "Check data.directory, and that the volume is mounted; what is in the archive is taken with --from-archive."
                                : "See what there is with: ghe-keeper snapshots; then name one with --snapshot."));
    }

    private static String failed(List<SnapshotEntry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.failed().stream()
                        .map(failed -> "; " + entry.id() + " " + failed.words() + " (run " + failed.run() + ")"))
                .findFirst()
                .orElse("");
    }

    /** The state does not matter: what a restore proved is proven. A suspect one is refused like any other. */
    private static SnapshotEntry proven(List<SnapshotEntry> entries, Catalogue catalogue) {
        return entries.stream()
                .filter(entry -> entry.restored().isPresent())
                .findFirst()
                .orElseThrow(() -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN,
                        "none of the " + entries.size() + " snapshots in " + catalogue.directory()
                                + " is proven by a restore or drill" + failed(entries),
                        "Run a drill (ghe-keeper drill), or take the last good one with --snapshot latest."));
    }

    /** No good run proves such a snapshot: without this check, only the restore would find that a file is no dump. */
    private static boolean isSound(SnapshotEntry entry, Catalogue catalogue) {
        return catalogue.find(entry.id()).filter(LastGoodSnapshot::isSound).isPresent();
    }

    private static SnapshotEntry named(List<SnapshotEntry> entries, String id, Catalogue catalogue) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id, catalogue));
    }

    private static Failure unknown(String id, Catalogue catalogue) {
        return new Failure(
                FailureKind.SNAPSHOT_UNKNOWN,
                "there is no snapshot '" + PlainText.of(id) + "' in " + catalogue.directory(),
                CHOOSE);
    }

    private void requireWhole(SnapshotEntry entry) {
        boolean written = entry.state() == SnapshotEntry.SnapshotState.BEING_WRITTEN
                || (entry.state() == SnapshotEntry.SnapshotState.INCOMPLETE && inUse.test(entry.id()));
        if (written) {
            throw new Failure(
                    FailureKind.SNAPSHOT_BEING_WRITTEN,
                    "snapshot " + entry.id() + " is being written"
                            + entry.run().map(run -> " by run " + run).orElse(""),
                    "Choose another one (ghe-keeper snapshots), or wait for it: ghe-keeper status");
        }
        if (entry.state() == SnapshotEntry.SnapshotState.INCOMPLETE) {
            throw new Failure(
                    FailureKind.SNAPSHOT_INCOMPLETE,
                    "snapshot " + entry.id() + " is incomplete: its backup did not come to its end",
                    CHOOSE);
        }
        if (entry.applianceVersion().isEmpty()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_INCOMPLETE,
                    "snapshot " + entry.id() + " does not say which release it came from: its file 'version' is"
                            + " missing or damaged",
                    CHOOSE);
        }
    }

    private static String inDoubt(SnapshotEntry entry) {
        if (entry.failed().isPresent()) {
            return "is in doubt";
        }
        return entry.damage().isPresent() ? "is damaged" : "lacks content";
    }

    private List<String> doubts(SnapshotEntry entry, Inventory top) {
        List<String> doubts = new ArrayList<>();
        entry.failed()
                .ifPresent(failed -> doubts.add(
                        "it " + failed.words() + " (run " + failed.run() + "): " + String.join(", ", failed.checks())));
        boolean suspect = entry.state() == SnapshotEntry.SnapshotState.SUSPECT;
        if (suspect || (entry.failed().isPresent() && !entry.losses().isEmpty())) {
            doubts.addAll(entry.losses().isEmpty() ? List.of("its run was suspect") : entry.losses());
        }
        entry.damage().ifPresent(doubts::add);
        Comparison.losses(Optional.empty(), top, bounds).stream()
                .map(Shrinkage::sentence)
                .filter(sentence -> !doubts.contains(sentence))
                .forEach(doubts::add);
        if (!top.parts().containsKey("repositories")) {
            doubts.add("repositories: missing");
        }
        return doubts.stream().map(PlainText::of).toList();
    }

    /** Those that a person may have expected, because they are newer. */
    private static List<String> passedOver(List<SnapshotEntry> entries, SnapshotEntry taken, RestoreOptions choices) {
        boolean chosenHere = choices.snapshot().equals(RestoreOptions.LATEST)
                || choices.snapshot().equals(RestoreOptions.PROVEN);
        return chosenHere
                ? entries.stream()
                        .takeWhile(entry -> !entry.id().equals(taken.id()))
                        .map(entry -> entry.id() + " (" + why(entry) + ")")
                        .toList()
                : List.of();
    }

    private static String why(SnapshotEntry entry) {
        return entry.failed()
                .map(failed -> failed.words() + ", run " + failed.run())
                .orElseGet(() ->
                        entry.state() == SnapshotEntry.SnapshotState.GOOD ? "good, not proven" : entry.stateWords());
    }
}
