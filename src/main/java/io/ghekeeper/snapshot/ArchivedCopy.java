package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a snapshot is whole outside of the volume.
 *
 * @param store where, as {@code s3://bucket/prefix} or {@code file:///path}
 * @param at when that was proven there
 * @param run that proved it
 * @param lockedUntil the earliest end of a lock of all objects that it needs; nothing where they are not locked
 * @param listedAt when a verification last found all its objects there; nothing where none did since it was archived
 * @param readAt the oldest reading of its objects by verifications; nothing where not all were read
 */
public record ArchivedCopy(
        String store,
        Instant at,
        String run,
        Optional<Instant> lockedUntil,
        Optional<Instant> listedAt,
        Optional<Instant> readAt) {
    /** One that no verification looked at. */
    public ArchivedCopy(String store, Instant at, String run, Optional<Instant> lockedUntil) {
        this(store, at, run, lockedUntil, Optional.empty(), Optional.empty());
    }

    public ArchivedCopy {
        store = PlainText.of(store);
        Objects.requireNonNull(at);
        run = PlainText.of(run);
        Objects.requireNonNull(lockedUntil);
        Objects.requireNonNull(listedAt);
        Objects.requireNonNull(readAt);
    }

    /** The same after all its locks were extended. */
    public ArchivedCopy locked(Instant end) {
        return new ArchivedCopy(store, at, run, Optional.of(end), listedAt, readAt);
    }

    /** The same after a verification. */
    public ArchivedCopy verified(Instant listed, Optional<Instant> read) {
        return new ArchivedCopy(store, at, run, lockedUntil, Optional.of(listed), read);
    }
}
