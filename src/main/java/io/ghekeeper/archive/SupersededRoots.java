package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Roots whose place a later one of the same snapshot has taken: it is a day old, nothing hides it, it is of the same content
 * and seal, the store has all that it names, and what only it names is proven by its SHA-256. Then what only the earlier ones name is not needed any more.
 */
final class SupersededRoots {
    private final ObjectStore store;
    private final WorkFolder work;
    private final String appliance;
    private final Instant now;
    private final Set<String> proven = new HashSet<>();

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
                Optional<LaterRoot> whole = whole(ofSnapshot.get(at));
                if (whole.isPresent()) {
                    for (StoreRoot earlier : ofSnapshot.subList(at + 1, ofSnapshot.size())) {
                        if (takesItsPlace(earlier, whole.get())) {
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
    private Optional<LaterRoot> whole(StoreRoot root) throws IOException, InterruptedException {
        if (root.hidden() || root.put().isAfter(now.minus(PruneSurvey.LEAST_AGE))) {
            return Optional.empty();
        }
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        RootContent content = new RootContent();
        try {
            RootFacts facts = StoreRoots.read(store, root, work, row -> {
                content.add(row);
                rows.add(word(row) + " " + row.line());
            });
            LaterRoot later = new LaterRoot(facts, rows.sortedFile());
            return facts.appliance().equals(appliance) && content.isOf(facts) && hasAll(later.rows())
                    ? Optional.of(later)
                    : Optional.empty();
        } catch (RootReader.DamagedRootException e) {
            return Optional.empty();
        }
    }

    /** @param rows sorted lines: what {@link #word} says, and the row */
    @SuppressWarnings("MissingSummary")
    private record LaterRoot(RootFacts facts, Path rows) {}

    /** What kinds of objects a root names: one that lacks a kind which each snapshot has was not written by an archive. */
    private static final class RootContent {
        private final Set<String> folders = new HashSet<>();
        private final Set<String> manifests = new HashSet<>();
        private boolean strange;

        void add(ObjectRow row) {
            String key = row.key().text();
            strange |= !row.isOfItsName();
            String folder = key.substring(0, key.indexOf('/') + 1);
            folders.add(folder);
            if (folder.equals("manifests/")) {
                manifests.add(key);
            }
        }

        boolean isOf(RootFacts facts) {
            return !strange
                    && manifests.contains(facts.manifest().text())
                    && folders.contains("units/")
                    && (facts.bytes() == 0 || folders.contains(PackBuilder.FOLDER + "/"));
        }
    }

    /** An object as a root names it, in one word. */
    private static String word(ObjectRow row) {
        return row.name() + ObjectRow.BETWEEN + row.sha256();
    }

    /** Of the same content, and what it has beside that is proven: a root of less takes no place. */
    private boolean takesItsPlace(StoreRoot earlier, LaterRoot later) throws IOException, InterruptedException {
        LineSorter before = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        try {
            RootFacts facts = StoreRoots.read(store, earlier, work, row -> before.add(word(row)));
            return facts.appliance().equals(later.facts().appliance())
                    && facts.sealedAt().equals(later.facts().sealedAt())
                    && facts.entries() == later.facts().entries()
                    && facts.bytes() == later.facts().bytes()
                    && isProven(later.rows(), before);
        } catch (RootReader.DamagedRootException e) {
            return false;
        }
    }

    /** A length and an etag are no proof: the objects that only the later root names are, by their SHA-256. */
    private boolean isProven(Path rows, LineSorter before) throws IOException, InterruptedException {
        SentProof proof = new SentProof(store, Optional.empty(), PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED);
        Set<String> added = new HashSet<>();
        try (LineCursor lines = new SortedLines(rows);
                LineCursor known = before.sorted()) {
            for (; !lines.isAtEnd(); lines.next()) {
                known.skipTo(lines.key());
                if (!known.isAt(lines.key())) {
                    added.add(row(lines));
                }
            }
            known.drain();
        }
        added.removeAll(proven);
        for (String line : added) {
            if (!proof.holds(ObjectRow.parse(line))) {
                return false;
            }
            proven.add(line);
        }
        return true;
    }

    private static String row(LineCursor lines) {
        return lines.peek().substring(lines.key().length() + 1);
    }

    private boolean hasAll(Path rows) throws IOException, InterruptedException {
        AtomicBoolean all = new AtomicBoolean(true);
        try (LineCursor lines = new SortedLines(rows);
                PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            for (; !lines.isAtEnd() && all.get(); lines.next()) {
                ObjectRow row = ObjectRow.parse(row(lines));
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
        return all.get();
    }
}
