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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the damaged and missing files of a snapshot right, with content of the archive: and with them the names that other
 * damaged snapshots have for them, each by its own seal. Only a verification says then that they are whole.
 */
public final class SnapshotRepair {
    /** So many of the snapshot are put right at a time, and about so many of all others: they are in memory. */
    static final int AT_ONCE = 10_000;

    private final HistoryReader history;
    private final DamagedEntries damaged;
    private final FileRepair repair;
    private final ContentArchive archive;
    private final int atOnce;

    /** Where content comes from. */
    public interface ContentArchive {
        OpenContents open(RunContext context, ArchiveProgress progress);
    }

    /** It while it is read: see {@link ArchiveFetch.OpenArchive}. */
    public interface OpenContents extends AutoCloseable {
        /** Fetches content, and returns the digests of what it has not. */
        Set<String> fetch(String snapshotId, Set<String> digests, ArchiveFetch.ContentReceiver receiver);

        @Override
        void close();
    }

    public SnapshotRepair(HistoryReader history, DamagedEntries damaged, FileRepair repair, ContentArchive archive) {
        this(history, damaged, repair, archive, AT_ONCE);
    }

    /** @param atOnce how many entries are in memory: as many of the snapshot, and less than twice as many of others */
    @SuppressWarnings("MissingSummary")
    public SnapshotRepair(
            HistoryReader history, DamagedEntries damaged, FileRepair repair, ContentArchive archive, int atOnce) {
        this.history = history;
        this.damaged = damaged;
        this.repair = repair;
        this.archive = archive;
        this.atOnce = atOnce;
    }

    /**
     * Does it.
     *
     * @param id of a snapshot that was verified just now
     * @param others gets the ids of the other snapshots of which something is put right, before it is: a failure takes none away
     * @throws io.ghekeeper.failure.Failure RUN_ACTIVE when a run may be using one; as {@link ArchiveFetch.OpenArchive#fetch}
     *     does
     */
    void repair(String id, Set<String> others, ReadProgress progress, RunContext context) {
        Snapshot snapshot = NextSeal.require(history.read(), id);
        Set<String> passedOver = new HashSet<>();
        repair.begin(snapshot);
        DamageSearch search = damaged.search(snapshot, true);
        try (OpenContents contents = archive.open(context, transfer(progress))) {
            List<DamagedEntry> found = search.next(atOnce, () -> goOn(progress));
            for (; !found.isEmpty(); found = search.next(atOnce, () -> goOn(progress))) {
                RepairRound round = new RepairRound(repair, contents, progress, context);
                found.forEach(round::add);
                OtherSearch rest = new OtherSearch(snapshot, others, passedOver, progress, context);
                do {
                    rest.next(round);
                    round.fetch(id);
                } while (!rest.isAtEnd());
            }
        }
    }

    /** A walk is a sign of life, too. */
    private static void goOn(ReadProgress progress) {
        progress.walked();
        progress.requireGoOn();
    }

    private static ArchiveProgress transfer(ReadProgress progress) {
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

    /** What other snapshots have of the damage of a round, part by part. */
    private final class OtherSearch {
        private final Iterator<Snapshot> snapshots;
        private final Set<String> others;
        private final Set<String> passedOver;
        private final ReadProgress progress;
        private final RunContext context;
        private Optional<Snapshot> other = Optional.empty();
        private DamageSearch search;

        OtherSearch(
                Snapshot snapshot,
                Set<String> others,
                Set<String> passedOver,
                ReadProgress progress,
                RunContext context) {
            this.others = others;
            this.passedOver = passedOver;
            this.progress = progress;
            this.context = context;
            this.snapshots = history.read().catalogue().all().stream()
                    .filter(one -> one.complete() && !one.id().equals(snapshot.id()) && !passedOver.contains(one.id()))
                    .iterator();
            begin();
        }

        boolean isAtEnd() {
            return other.isEmpty();
        }

        private void begin() {
            other = snapshots.hasNext() ? Optional.of(snapshots.next()) : Optional.empty();
            other.ifPresent(one -> search = damaged.search(one, false));
        }

        /** Adds entries to the round, until these are enough for the memory. */
        void next(RepairRound round) {
            while (other.isPresent() && round.waiting() < atOnce) {
                List<DamagedEntry> found = part();
                if (found.isEmpty()) {
                    begin();
                    continue;
                }
                List<DamagedEntry> needed = found.stream().filter(round::needs).toList();
                if (!needed.isEmpty() && others.add(other.get().id())) {
                    repair.begin(other.get());
                }
                needed.forEach(round::addOther);
            }
        }

        /** Without a seal that can be read, nothing says what another snapshot had: that ends no repair of this one. */
        private List<DamagedEntry> part() {
            try {
                return search.next(atOnce, () -> goOn(progress));
            } catch (Failure failure) {
                if (failure.kind() != FailureKind.SEAL_MISSING && failure.kind() != FailureKind.SEAL_DAMAGED) {
                    throw failure;
                }
                context.warn(failure.getMessage() + ": what it shares of the damage is not repaired");
                passedOver.add(other.orElseThrow().id());
                return List.of();
            }
        }
    }
}
