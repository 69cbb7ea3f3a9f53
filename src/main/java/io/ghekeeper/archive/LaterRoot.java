package io.ghekeeper.archive;

import io.ghekeeper.archive.EarlierRoot.RootHold;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A root that may take the place of earlier ones of its snapshot.
 *
 * @param facts nothing where it was not read
 * @param rows sorted lines: what {@link #word} says, and the row
 * @param hold why it takes no place, by what it says; nothing where it may
 */
record LaterRoot(StoreRoot root, Optional<RootFacts> facts, Optional<Path> rows, Optional<RootHold> hold) {
    /** An object as a root names it, in one word. */
    static String word(ObjectRow row) {
        return row.name() + ObjectRow.BETWEEN + row.sha256();
    }

    /** Reads it, where it is not hidden, and a day old. */
    static LaterRoot read(ObjectStore store, StoreRoot root, String appliance, Instant now, WorkFolder work)
            throws IOException {
        if (root.hidden()) {
            return held(root, RootHold.HIDDEN);
        }
        if (root.put().isAfter(now.minus(PruneSurvey.LEAST_AGE))) {
            return held(root, RootHold.YOUNG);
        }
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        RootContent content = new RootContent();
        try {
            RootFacts facts = StoreRoots.read(store, root, work, row -> {
                content.add(row);
                rows.add(word(row) + " " + row.line());
            });
            return facts.appliance().equals(appliance) && content.isOf(facts)
                    ? new LaterRoot(root, Optional.of(facts), Optional.of(rows.sortedFile()), Optional.empty())
                    : held(root, RootHold.STRANGE);
        } catch (RootReader.DamagedRootException e) {
            return held(root, RootHold.DAMAGED);
        }
    }

    private static LaterRoot held(StoreRoot root, RootHold hold) {
        return new LaterRoot(root, Optional.empty(), Optional.empty(), Optional.of(hold));
    }

    /** Whether another root of the snapshot says the same of what was sealed. */
    boolean isOfTheSame(RootFacts other) {
        return facts.filter(mine -> other.appliance().equals(mine.appliance())
                        && other.sealedAt().equals(mine.sealedAt())
                        && other.entries() == mine.entries()
                        && other.bytes() == mine.bytes())
                .isPresent();
    }

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
}
