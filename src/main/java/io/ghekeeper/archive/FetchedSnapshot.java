package io.ghekeeper.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A snapshot that was fetched: each file was proven by its SHA-256. Only the fetch makes one.
 *
 * @param root which of its roots was read: 1 is the first
 * @param entries that were to be fetched: files, folders, links
 * @param files of these
 * @param bytes of all these files by their sizes
 * @param linked files that became names of files of other snapshots on the volume
 * @param linkedBytes of these
 * @param kept files that an earlier fetch that was cut off had written; they were read again
 * @param fetchedBytes of the files that were written now
 * @param packs that were read
 * @param leftOut devices, named pipes and sockets, which no archive holds
 * @param whole whether each pack of its own root was read, and proven to be there; not where files were linked or kept
 * @param archivedAt when that root was written, by {@code archivedBy}, a run
 * @param lockedUntil the earliest end of a lock then
 */
public record FetchedSnapshot(
        String snapshot,
        int root,
        long entries,
        long files,
        long bytes,
        long linked,
        long linkedBytes,
        long kept,
        long fetchedBytes,
        long packs,
        long leftOut,
        boolean whole,
        Instant archivedAt,
        String archivedBy,
        Optional<Instant> lockedUntil) {
    public FetchedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(archivedAt);
        Objects.requireNonNull(archivedBy);
        Objects.requireNonNull(lockedUntil);
    }
}
