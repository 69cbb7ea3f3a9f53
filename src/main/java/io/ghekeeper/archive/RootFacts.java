package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What the root of an archived snapshot says, but for its objects.
 *
 * @param appliance its uuid
 * @param manifest the key of the manifest
 * @param entries files, folders, links and the like
 * @param bytes of all files by their sizes
 * @param release of the appliance as the snapshot has it, as {@code v3.12.1}; nothing in older roots
 * @param lockedUntil the earliest end of a lock when it was written
 */
record RootFacts(
        String appliance,
        String snapshot,
        Instant sealedAt,
        Instant archivedAt,
        String run,
        long entries,
        long bytes,
        ObjectKey manifest,
        Optional<String> release,
        Optional<Instant> lockedUntil) {
    /** The same with locks that end then, or later where they did so before. */
    RootFacts locked(Instant until) {
        Instant end = lockedUntil.filter(until::isBefore).orElse(until);
        return withLock(Optional.of(end));
    }

    /** The same with such locks. */
    RootFacts withLock(Optional<Instant> until) {
        return with(manifest, until);
    }

    /** The same of another manifest, with such locks. */
    RootFacts with(ObjectKey other, Optional<Instant> until) {
        return new RootFacts(appliance, snapshot, sealedAt, archivedAt, run, entries, bytes, other, release, until);
    }

    ArchivedSnapshot receipt(String store, long bytesSent, long objectsSent) {
        return new ArchivedSnapshot(
                snapshot, archivedAt, run, store, entries, bytes, bytesSent, objectsSent, lockedUntil);
    }
}
