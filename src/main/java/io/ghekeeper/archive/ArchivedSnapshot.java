package io.ghekeeper.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The receipt of a snapshot: it is whole in the store, and that was proven there. Only the archiver makes one.
 *
 * @param at when its root was written
 * @param run that wrote it
 * @param store its name
 * @param entries files, folders, links and the like
 * @param bytes of all files by their sizes
 * @param bytesSent now; the rest was there
 * @param objectsSent now; none where the snapshot was archived before
 * @param lockedUntil the earliest end of a lock of all objects that it needs; nothing where they are not locked
 */
public record ArchivedSnapshot(
        String snapshot,
        Instant at,
        String run,
        String store,
        long entries,
        long bytes,
        long bytesSent,
        long objectsSent,
        Optional<Instant> lockedUntil) {
    public ArchivedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(at);
        Objects.requireNonNull(run);
        Objects.requireNonNull(store);
        Objects.requireNonNull(lockedUntil);
    }
}
