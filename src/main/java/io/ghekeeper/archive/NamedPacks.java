package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.LeftOutReason;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The packs that the roots of kept snapshots name, and what is alive in each. Memory grows with their number. */
final class NamedPacks {
    private final TreeMap<String, NamedPack> packs = new TreeMap<>();

    /** @param snapshots by their places */
    @SuppressWarnings("MissingSummary")
    NamedPacks(List<CompactedSnapshot> snapshots) throws IOException {
        for (int place = 0; place < snapshots.size(); place++) {
            try (LineCursor rows =
                    new SortedLines(snapshots.get(place).root().stored().rows())) {
                for (; !rows.isAtEnd(); rows.next()) {
                    ObjectRow row = ObjectRow.parse(rows.peek());
                    if (ArchivedTree.isPack(row)) {
                        packs.computeIfAbsent(row.sha256(), none -> new NamedPack(row))
                                .snapshots
                                .set(place);
                    }
                }
            }
        }
    }

    /**
     * Weighs them, and leaves out snapshots that are in the store only, and have content in packs that the volume does not know:
     * that might be in no other pack.
     *
     * @param needs of {@link NeededContents}
     */
    void weigh(Path needs, KnownLines state, List<CompactedSnapshot> snapshots) throws IOException {
        try (NeededContents needed = new NeededContents(needs);
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            for (; !contents.isAtEnd(); contents.next()) {
                PackedPart held = PackedPart.parse(contents.peek());
                NamedPack pack = packs.get(held.pack());
                if (pack != null) {
                    pack.add(needed.length(held));
                }
            }
        }
        for (int place = 0; place < snapshots.size(); place++) {
            CompactedSnapshot one = snapshots.get(place);
            if (one.tree().isPresent() && one.leftOut().isEmpty() && needsUnknown(place)) {
                snapshots.set(
                        place,
                        one.without(new LeftOutSnapshot(one.id(), LeftOutReason.UNKNOWN_PACKS, Optional.empty())));
            }
        }
        packs.values()
                .forEach(pack -> pack.judged = pack.snapshots.stream()
                        .noneMatch(place -> snapshots.get(place).leftOut().isPresent()));
    }

    private boolean needsUnknown(int place) {
        return packs.values().stream().anyMatch(pack -> !pack.isKnown() && pack.snapshots.get(place));
    }

    Collection<NamedPack> all() {
        return packs.values();
    }

    boolean has(String sha256) {
        return packs.containsKey(sha256);
    }

    NamedPack get(String sha256) {
        return packs.get(sha256);
    }

    /** SHA-256 of each that is rewritten. */
    Set<String> chosen() {
        Set<String> chosen = new HashSet<>();
        packs.values().stream().filter(pack -> pack.chosen).forEach(pack -> chosen.add(pack.row.sha256()));
        return chosen;
    }

    /** Whether the snapshot of a place needs one that is rewritten. */
    boolean isChosen(int place) {
        return packs.values().stream().anyMatch(pack -> pack.chosen && pack.snapshots.get(place));
    }
}
