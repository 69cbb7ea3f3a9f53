package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Commits the copy of a snapshot. As an archive run does, it finds each object in the store, and none in what a prune run there
 * announced, before it writes the root. Where a root there says the same, and this run saw its objects within the hour, it does
 * not look again: prune runs leave what a root names.
 */
final class CopiedRoot {
    private final ArchiveSetting target;
    private final String appliance;
    private final WorkFolder work;
    private final FileSender sender;
    private final Instant seen;
    private final ArchiveProgress progress;

    /** @param seen when the run began to look at objects there, by the store's clock */
    @SuppressWarnings("MissingSummary")
    CopiedRoot(
            ArchiveSetting target,
            String appliance,
            WorkFolder work,
            FileSender sender,
            Instant seen,
            ArchiveProgress progress) {
        this.target = target;
        this.appliance = appliance;
        this.work = work;
        this.sender = sender;
        this.seen = seen;
        this.progress = progress;
    }

    /**
     * Does it. Where a root there says the same, none is written.
     *
     * @param copied sorted lines of {@link StateTable#OBJECTS}: what the store has
     * @param until these are locked
     * @throws MissingContentException when it has not all that the snapshot needs
     * @throws LostObjectsException when something is gone again, or may be deleted soon
     */
    CopiedSnapshot put(StoredRoot root, Path copied, Optional<Instant> until) throws IOException {
        long bytes = 0;
        Path rows;
        try (LineCursor needed = new SortedLines(root.rows());
                LineCursor there = new SortedLines(copied);
                SortedLinesWriter writer = new SortedLinesWriter(work.disk(), work.file("copied"))) {
            for (; !needed.isAtEnd(); needed.next()) {
                there.skipTo(needed.key());
                if (!there.isAt(needed.key())) {
                    throw new MissingContentException(needed.key());
                }
                writer.write(there.peek());
                bytes += ObjectRow.parse(there.peek()).length();
            }
            there.drain();
            rows = writer.finish();
        }
        int number = committed(root, rows, until);
        work.disk().delete(rows);
        return new CopiedSnapshot(root.facts().snapshot(), number, root.count(), bytes, sender.objects());
    }

    /** In this order: what is not announced any more may be deleted by now. */
    private Instant looked(PruneWatch pruned, Path rows, long count) throws IOException {
        Instant looked;
        try (LineCursor lines = new SortedLines(rows)) {
            looked = pruned.requireNone(lines);
        }
        target.check(work, progress).require(rows, count);
        return looked;
    }

    private void requireHolds(PruneWatch pruned, Instant looked) {
        if (!pruned.holds(looked)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "no root is written: to look for all objects in the store took more than an hour",
                    "Find out why the store is slow. The next run goes on with what was sent.");
        }
    }

    /** Returns the number of the root that says it. */
    private int committed(StoredRoot root, Path rows, Optional<Instant> until) throws IOException {
        ArchiveRoots roots = new ArchiveRoots(target.store(), work);
        Optional<StoreRoot> latest = roots.latest(root.facts().snapshot());
        boolean same = latest.isPresent() && !latest.get().hidden() && isSame(roots, latest.get(), rows);
        PruneWatch pruned = new PruneWatch(target.store(), work);
        if (same && pruned.holds(seen)) {
            target.check(work, progress).requireUndoubted(rows);
            return locked(latest.get(), until);
        }
        Instant looked = looked(pruned, rows, root.count());
        if (same) {
            return locked(latest.get(), until);
        }
        int number = latest.map(there -> there.number() + 1).orElse(1);
        requireHolds(pruned, looked);
        roots.put(root.facts().withLock(until), number, rows, sender);
        return number;
    }

    private int locked(StoreRoot root, Optional<Instant> until) {
        until.ifPresent(end -> target.store().retain(root.key(), root.version(), end));
        return root.number();
    }

    /** Whether a root names the same versions. Locks, which no root has, do not count. */
    private boolean isSame(ArchiveRoots roots, StoreRoot latest, Path rows) throws IOException {
        try {
            StoredRoot there = roots.read(latest, appliance);
            try (LineCursor old = new SortedLines(there.rows());
                    LineCursor now = new SortedLines(rows)) {
                while (!old.isAtEnd() && !now.isAtEnd() && names(old.peek()).equals(names(now.peek()))) {
                    old.next();
                    now.next();
                }
                return old.isAtEnd() && now.isAtEnd();
            } finally {
                work.disk().delete(there.rows());
            }
        } catch (DamagedRootException e) {
            return false;
        }
    }

    private static String names(String line) throws IOException {
        ObjectRow row = ObjectRow.parse(line);
        return row.key() + " " + row.version() + " " + row.sha256();
    }
}
