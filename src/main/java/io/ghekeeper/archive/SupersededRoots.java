package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Roots whose place a later one of the same snapshot has taken: it is a day old, nothing hides it, it is of the same content, and
 * the store has all that it names. Then what only the earlier ones name is not needed any more.
 */
final class SupersededRoots {
    private final ObjectStore store;
    private final WorkFolder work;
    private final String appliance;
    private final Instant now;

    /** @param now by the store's clock */
    @SuppressWarnings("MissingSummary")
    SupersededRoots(ObjectStore store, WorkFolder work, String appliance, Instant now) {
        this.store = store;
        this.work = work;
        this.appliance = appliance;
        this.now = now;
    }

    /** All others of these. */
    List<StoreRoot> without(List<StoreRoot> roots) throws IOException, InterruptedException {
        Map<String, List<StoreRoot>> bySnapshot = roots.stream()
                .collect(Collectors.groupingBy(StoreRoot::snapshot, Collectors.toCollection(ArrayList::new)));
        List<StoreRoot> needed = new ArrayList<>(roots);
        for (List<StoreRoot> ofSnapshot : bySnapshot.values()) {
            ofSnapshot.sort(Comparator.comparingInt(StoreRoot::number).reversed());
            for (int at = 0; at < ofSnapshot.size() - 1; at++) {
                Optional<RootFacts> whole = whole(ofSnapshot.get(at));
                if (whole.isPresent()) {
                    for (StoreRoot earlier : ofSnapshot.subList(at + 1, ofSnapshot.size())) {
                        if (saysTheSame(earlier, whole.get())) {
                            needed.remove(earlier);
                        }
                    }
                    break;
                }
            }
        }
        return needed;
    }

    /** What it says, where it may take the place of earlier ones. */
    private Optional<RootFacts> whole(StoreRoot root) throws IOException, InterruptedException {
        if (root.hidden() || root.put().isAfter(now.minus(PruneSurvey.LEAST_AGE))) {
            return Optional.empty();
        }
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        try {
            Optional<RootFacts> facts = Optional.of(StoreRoots.read(store, root, work, row -> rows.add(row.line())))
                    .filter(said -> said.appliance().equals(appliance));
            return facts.isPresent() && hasAll(rows, facts.get().manifest().text()) ? facts : Optional.empty();
        } catch (RootReader.DamagedRootException e) {
            return Optional.empty();
        }
    }

    /** Of the same content: a root of less takes no place. */
    private boolean saysTheSame(StoreRoot earlier, RootFacts later) throws IOException {
        try {
            RootFacts facts = StoreRoots.read(store, earlier, work, row -> {});
            return facts.appliance().equals(later.appliance())
                    && facts.entries() == later.entries()
                    && facts.bytes() == later.bytes();
        } catch (RootReader.DamagedRootException e) {
            return false;
        }
    }

    private boolean hasAll(LineSorter rows, String manifest) throws IOException, InterruptedException {
        AtomicBoolean all = new AtomicBoolean(true);
        boolean named = false;
        try (LineCursor lines = rows.sorted();
                PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            for (; !lines.isAtEnd() && all.get(); lines.next()) {
                ObjectRow row = ObjectRow.parse(lines.peek());
                named |= row.key().text().equals(manifest);
                lanes.submit(() -> {
                    if (store.find(row.key(), row.namedVersion())
                            .filter(row::agrees)
                            .isEmpty()) {
                        all.set(false);
                    }
                });
            }
            lanes.finish();
        }
        return named && all.get();
    }
}
