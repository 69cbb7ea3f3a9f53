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
 */
public record ArchivedCopy(String store, Instant at, String run, Optional<Instant> lockedUntil) {
    public ArchivedCopy {
        store = PlainText.of(store);
        Objects.requireNonNull(at);
        run = PlainText.of(run);
        Objects.requireNonNull(lockedUntil);
    }
}
