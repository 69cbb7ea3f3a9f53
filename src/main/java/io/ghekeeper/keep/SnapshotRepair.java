package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveFetch;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DamagedEntries;
import io.ghekeeper.seal.DamagedEntries.DamageSearch;
import io.ghekeeper.seal.DamagedEntry;
import io.ghekeeper.seal.FileRepair;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the damaged and missing files of a snapshot right, with content of the archive: and with them the names that other
 * damaged snapshots have for them, each by its own seal. Only a verification says then that they are whole.
 */
public final class SnapshotRepair {
    /** So many are put right at a time: they are in memory. */
    private static final int AT_ONCE = 10_000;

    private final HistoryReader history;
    private final DamagedEntries damaged;
    private final FileRepair repair;
    private final ContentFetch archive;

    /** See {@link ArchiveFetch#fetch}. */
    public interface ContentFetch {
        /** Fetches content, and returns the digests of what it has not. */
        Set<String> fetch(
                String snapshotId,
                Set<String> digests,
                ArchiveFetch.ContentReceiver receiver,
                RunContext context,
                ArchiveProgress progress);
    }

    public SnapshotRepair(HistoryReader history, DamagedEntries damaged, FileRepair repair, ContentFetch archive) {
        this.history = history;
        this.damaged = damaged;
        this.repair = repair;
        this.archive = archive;
    }

    /**
     * Does it.
     *
     * @param id of a snapshot that was verified just now
     * @param others gets the ids of the other snapshots of which something is put right, before it is: a failure takes none away
     * @throws io.ghekeeper.failure.Failure RUN_ACTIVE when a run may be using one; as {@link ArchiveFetch#fetch} does
     */
    void repair(String id, Set<String> others, ReadProgress progress, RunContext context) {
        Snapshot snapshot = NextSeal.require(history.read(), id);
        Set<String> passedOver = new HashSet<>();
        repair.begin(snapshot);
        DamageSearch search = damaged.search(snapshot, true);
        List<DamagedEntry> found = search.next(AT_ONCE, () -> goOn(progress));
        for (; !found.isEmpty(); found = search.next(AT_ONCE, () -> goOn(progress))) {
            Repairs round = new Repairs(progress, context);
            for (DamagedEntry entry : found) {
                round.add(entry);
            }
            addOthers(snapshot, round, others, passedOver);
            round.fetch(id);
        }
    }

    /** A walk is a sign of life, too. */
    private static void goOn(ReadProgress progress) {
        progress.walked();
        progress.requireGoOn();
    }

    private void addOthers(Snapshot snapshot, Repairs round, Set<String> others, Set<String> passedOver) {
        for (Snapshot other : history.read().catalogue().all()) {
            if (!other.complete() || other.id().equals(snapshot.id()) || passedOver.contains(other.id())) {
                continue;
            }
            List<DamagedEntry> needed = othersOf(other, round, passedOver);
            if (!needed.isEmpty()) {
                repair.begin(other);
                needed.forEach(round::add);
                others.add(other.id());
            }
        }
    }

    /** Without a seal that can be read, nothing says what another snapshot had: that ends no repair of this one. */
    private List<DamagedEntry> othersOf(Snapshot other, Repairs round, Set<String> passedOver) {
        try {
            List<DamagedEntry> needed = new ArrayList<>();
            DamageSearch search = damaged.search(other, false);
            List<DamagedEntry> found = search.next(AT_ONCE, () -> goOn(round.progress));
            for (; !found.isEmpty(); found = search.next(AT_ONCE, () -> goOn(round.progress))) {
                found.stream().filter(round::needs).forEach(needed::add);
            }
            return needed;
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.SEAL_MISSING && failure.kind() != FailureKind.SEAL_DAMAGED) {
                throw failure;
            }
            round.context.warn(failure.getMessage() + ": what it shares of the damage is not repaired");
            passedOver.add(other.id());
            return List.of();
        }
    }

    /** One round: what needs which content. */
    private final class Repairs {
        private final Map<String, List<DamagedEntry>> byDigest = new HashMap<>();
        private final ReadProgress progress;
        private final RunContext context;
        private long placed;

        Repairs(ReadProgress progress, RunContext context) {
            this.progress = progress;
            this.context = context;
        }

        boolean needs(DamagedEntry entry) {
            return entry.digest().filter(byDigest::containsKey).isPresent();
        }

        void add(DamagedEntry entry) {
            if (entry.digest().isPresent()) {
                byDigest.computeIfAbsent(entry.digest().get(), none -> new ArrayList<>())
                        .add(entry);
            } else if (repair.make(entry)) {
                placed++;
            }
        }

        void fetch(String id) {
            if (byDigest.isEmpty()) {
                return;
            }
            context.info("fetching " + Counts.of(byDigest.size(), "content") + " from the archive");
            Set<String> lacking = archive.fetch(id, Set.copyOf(byDigest.keySet()), this::place, context, transfer());
            context.info(Counts.of(placed, "file") + " put right");
            if (!lacking.isEmpty()) {
                context.warn("the archive has no readable content for " + Counts.of(lacking.size(), "damaged file"));
            }
        }

        private void place(String digest, Path content) {
            List<DamagedEntry> entries = byDigest.get(digest);
            repair.place(entries, content);
            placed += entries.size();
        }

        private ArchiveProgress transfer() {
            return new ArchiveProgress() {
                @Override
                public void readBytes(long bytes) {
                    progress.read(bytes);
                }

                @Override
                public void sentBytes(long bytes) {}

                @Override
                public void requireGoOn() {
                    progress.requireGoOn();
                }
            };
        }
    }
}
