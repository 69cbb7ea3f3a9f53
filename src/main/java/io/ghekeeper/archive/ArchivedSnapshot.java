package io.ghekeeper.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A snapshot that is whole in the store.
 *
 * @param at when its root was there
 * @param run that proved it
 * @param store as {@code s3://bucket/prefix} or {@code file:///path}
 * @param entries files, folders, links and the like
 * @param bytes of content
 * @param bytesSent by this run
 * @param objectsSent by this run
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
