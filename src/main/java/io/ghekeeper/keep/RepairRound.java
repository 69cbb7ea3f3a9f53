package io.ghekeeper.keep;

import io.ghekeeper.keep.SnapshotRepair.OpenContents;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DamagedEntry;
import io.ghekeeper.seal.FileRepair;
import io.ghekeeper.text.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some damaged entries of a snapshot, and what others have of the same damage. Those of the snapshot are kept after they were
 * put right: entries of others that come later become names of the same files, and need no content.
 */
final class RepairRound {
    private final FileRepair repair;
    private final OpenContents contents;
    private final ReadProgress progress;
    private final RunContext context;
    private final Map<String, List<DamagedEntry>> own = new HashMap<>();
    private final Map<String, List<DamagedEntry>> waiting = new HashMap<>();
    private final Set<String> lacking = new HashSet<>();
    private boolean ownPlaced;
    private long waitingOthers;
    private long placed;

    RepairRound(FileRepair repair, OpenContents contents, ReadProgress progress, RunContext context) {
        this.repair = repair;
        this.contents = contents;
        this.progress = progress;
        this.context = context;
    }

    /** One of the snapshot. What is no file is made at once. */
    void add(DamagedEntry entry) {
        if (entry.digest().isPresent()) {
            own.computeIfAbsent(entry.digest().get(), none -> new ArrayList<>()).add(entry);
        } else if (repair.make(entry)) {
            placed++;
        }
    }

    boolean needs(DamagedEntry entry) {
        return entry.digest().filter(own::containsKey).isPresent();
    }

    /** One of another snapshot, which {@link #needs} a content of this round. */
    void addOther(DamagedEntry entry) {
        String digest = entry.digest().orElseThrow();
        if (lacking.contains(digest)) {
            return;
        }
        if (ownPlaced && repair.share(own.get(digest), entry)) {
            placed++;
            return;
        }
        waiting.computeIfAbsent(digest, none -> new ArrayList<>()).add(entry);
        waitingOthers++;
    }

    /** How many of others are in memory. */
    long waiting() {
        return waitingOthers;
    }

    /** Puts right what was added since the last time. */
    void fetch(String id) {
        Set<String> digests = new HashSet<>(waiting.keySet());
        if (!ownPlaced) {
            digests.addAll(own.keySet());
        }
        if (digests.isEmpty()) {
            return;
        }
        context.info("fetching " + Counts.of(digests.size(), "content") + " from the archive");
        lacking.addAll(contents.fetch(id, Set.copyOf(digests), this::place));
        ownPlaced = true;
        waiting.clear();
        waitingOthers = 0;
        context.info(Counts.of(placed, "file") + " put right");
        if (!lacking.isEmpty()) {
            context.warn("the archive has no readable content for " + Counts.of(lacking.size(), "damaged file"));
        }
    }

    private void place(String digest, Path content) {
        List<DamagedEntry> entries = new ArrayList<>(ownPlaced ? List.of() : own.get(digest));
        entries.addAll(waiting.getOrDefault(digest, List.of()));
        repair.place(entries, content, progress);
        placed += entries.size();
    }
}
