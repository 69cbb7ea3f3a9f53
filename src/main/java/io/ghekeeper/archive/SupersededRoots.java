package io.ghekeeper.archive;

import io.ghekeeper.archive.EarlierRoot.RootHold;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Roots whose place a later one of the same snapshot takes: it is a day old, nothing hides it, it is of the same content
 * and seal, and names half of the earlier one at least. Where that is asked for, the store must have all that it names, and what only
 * it names is proven by its SHA-256. Then what only the earlier ones name is not needed any more.
 */
final class SupersededRoots {
    private final ObjectStore store;
    private final WorkFolder work;
    private final String appliance;
    private final Instant now;
    private final PruneOptions options;
    private final LaterRootProof proof;
    private final List<ComparedRoot> compared = new ArrayList<>();

    /** @param now by the store's clock */
    @SuppressWarnings("MissingSummary")
    SupersededRoots(ObjectStore store, WorkFolder work, String appliance, Instant now, PruneOptions options) {
        this.store = store;
        this.work = work;
        this.appliance = appliance;
        this.now = now;
        this.options = options;
        this.proof = new LaterRootProof(store, work);
    }

    private record ComparedRoot(EarlierRoot root, LaterRoot later) {}

    /** All of these that have a later one, and what holds them. */
    List<EarlierRoot> find(List<StoreRoot> roots) throws IOException, InterruptedException {
        Map<String, List<StoreRoot>> bySnapshot = roots.stream()
                .collect(Collectors.groupingBy(
                        StoreRoot::snapshot, TreeMap::new, Collectors.toCollection(ArrayList::new)));
        for (List<StoreRoot> ofSnapshot : bySnapshot.values()) {
            if (ofSnapshot.size() > 1) {
                ofSnapshot.sort(Comparator.comparingInt(StoreRoot::number).reversed());
                compare(ofSnapshot);
            }
        }
        proof.ask();
        List<EarlierRoot> found = new ArrayList<>();
        for (ComparedRoot one : compared) {
            found.add(
                    one.root().hold().isPresent()
                            ? one.root()
                            : one.root().with(proof.fault(one.later().rows().orElseThrow())));
        }
        return found;
    }

    /** @param roots of one snapshot, the latest first: those are compared with the latest that may take a place */
    private void compare(List<StoreRoot> roots) throws IOException {
        LaterRoot later = LaterRoot.read(store, roots.get(0), appliance, now, work);
        for (StoreRoot earlier : roots.subList(1, roots.size())) {
            if (later.hold().isEmpty()) {
                compared.add(new ComparedRoot(compared(earlier, later), later));
            } else {
                add(earlier, later, later.hold().get());
                LaterRoot next = LaterRoot.read(store, earlier, appliance, now, work);
                later = next.hold().isEmpty() ? next : later;
            }
        }
    }

    private void add(StoreRoot earlier, LaterRoot later, RootHold hold) {
        compared.add(new ComparedRoot(root(earlier, later, OptionalLong.empty(), Optional.of(hold)), later));
    }

    private static EarlierRoot root(
            StoreRoot earlier, LaterRoot later, OptionalLong released, Optional<RootHold> hold) {
        return new EarlierRoot(earlier.key(), later.root().key(), released, hold);
    }

    private EarlierRoot compared(StoreRoot earlier, LaterRoot later) throws IOException {
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        try {
            RootFacts facts =
                    StoreRoots.read(store, earlier, work, row -> rows.add(LaterRoot.word(row) + " " + row.length()));
            if (!later.isOfTheSame(facts)) {
                return root(earlier, later, OptionalLong.empty(), Optional.of(RootHold.OTHER_CONTENT));
            }
        } catch (RootReader.DamagedRootException e) {
            return root(earlier, later, OptionalLong.empty(), Optional.of(RootHold.DAMAGED));
        }
        Path before = rows.sortedFile();
        try {
            return compared(earlier, later, before);
        } finally {
            work.disk().delete(before);
        }
    }

    /** Without being asked for, the store is not asked either: where it keeps no checksums, objects are read for it. */
    private EarlierRoot compared(StoreRoot earlier, LaterRoot later, Path before) throws IOException {
        Path rows = later.rows().orElseThrow();
        ReleasedBytes released = ReleasedBytes.of(before, rows);
        Optional<RootHold> hold = Optional.empty();
        if (released.isMost() && !options.removeMost()) {
            hold = Optional.of(RootHold.MOST_GOES);
        } else if (!options.superseded()) {
            hold = Optional.of(RootHold.NOT_ASKED);
        } else {
            proof.add(rows, before);
        }
        return root(earlier, later, OptionalLong.of(released.all()), hold);
    }
}
