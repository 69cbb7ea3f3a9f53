package io.ghekeeper.backup;

import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Shrinkage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which absences are expected, because options of the engine leave parts out: of the new snapshot, or of the one that it
 * is compared with.
 */
final class ExpectedAbsences {
    private final EngineReport report;
    private final Inventory now;

    ExpectedAbsences(EngineReport report, Inventory now) {
        this.report = report;
        this.now = now;
    }

    /** The parts that options left out, and that the snapshot does not hold in full for that reason. */
    List<SnapshotRemarks.ExcludedPart> leftOut() {
        return report.leftOut().entrySet().stream()
                .filter(part -> isOnlyMetadata(part.getKey()) || !holds(part.getKey()))
                .map(part -> new SnapshotRemarks.ExcludedPart(part.getKey(), part.getValue()))
                .toList();
    }

    private boolean isOnlyMetadata(String part) {
        return report.metadataOfIndicesOnly() && part.equals("elasticsearch");
    }

    private boolean holds(String part) {
        Inventory.Part there = now.parts().get(part);
        return there != null && !there.empty();
    }

    /** A part that no option leaves out any more, where no snapshot is left that shows its earlier size. */
    List<Shrinkage> absent(String part) {
        return holds(part)
                ? List.of()
                : List.of(new Shrinkage(
                        part, "left out", "none", part + ": missing or empty, and no option leaves it out any more"));
    }

    /** The parts that were left out of the snapshot before and are wanted now: beside it, nothing of them is missed. */
    Set<String> wantedAgain(Optional<Run> before) {
        Set<String> parts = new TreeSet<>(partsLeftOut(before));
        parts.removeAll(report.leftOut().keySet());
        return parts;
    }

    /** Those losses that no option explains. */
    List<Shrinkage> unexpected(List<Shrinkage> losses, Optional<Run> before) {
        Set<String> are = new TreeSet<>(
                leftOut().stream().map(SnapshotRemarks.ExcludedPart::part).toList());
        // What is left out is linked to nothing, and what is back is new: the share of linked files differs then.
        boolean alike = are.equals(partsLeftOut(before));
        return losses.stream()
                .filter(loss -> !report.leftOut().containsKey(loss.what()))
                .filter(loss -> alike || !loss.what().equals("hard-linked files"))
                .toList();
    }

    private static Set<String> partsLeftOut(Optional<Run> before) {
        return before.map(run -> Set.copyOf(SnapshotRemarks.of(run).partsLeftOut()))
                .orElse(Set.of());
    }
}
