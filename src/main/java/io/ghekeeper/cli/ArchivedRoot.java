package io.ghekeeper.cli;

import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.StoredCopy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A snapshot that is in the store, or was.
 *
 * @param inStore whether the store lists its root
 * @param onVolume whether the snapshot is on the volume, too
 * @param evidence what an archive run of this keeper recorded; nothing where the snapshot's record is gone with it
 * @param verifiedAt when the last verification of the store began; nothing where there was none
 * @param verified what that found of this one; nothing where the snapshot came later
 * @param readBack the last reading of all its files; nothing where there was none
 * @param copies into other stores; none where nothing is known of any
 * @param unknown that it is not known what readings of files found, as a clause; nothing where it is
 */
record ArchivedRoot(
        String snapshot,
        boolean inStore,
        boolean onVolume,
        Optional<ArchivedCopy> evidence,
        Optional<Instant> verifiedAt,
        Optional<StoredCopy> verified,
        Optional<ReadBack> readBack,
        List<OtherStoreCopies.OtherStoreCopy> copies,
        Optional<String> unknown) {
    ArchivedRoot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(evidence);
        Objects.requireNonNull(verifiedAt);
        Objects.requireNonNull(verified);
        Objects.requireNonNull(readBack);
        copies = List.copyOf(copies);
        Objects.requireNonNull(unknown);
    }

    /** Why it is not whole, as a clause, by the last verification. One that was proven there since is not that any more. */
    Optional<String> damage() {
        return verified.flatMap(StoredCopy::damage)
                .filter(none -> !isArchivedSince(verifiedAt))
                .or(() -> unknown)
                .or(() -> readBack.flatMap(ReadBack::damage)
                        .filter(none -> !isArchivedSince(readBack.map(ReadBack::at))));
    }

    private boolean isArchivedSince(Optional<Instant> time) {
        return evidence.filter(copy -> time.filter(copy.at()::isAfter).isPresent())
                .isPresent();
    }

    /** When all its files were last read, and were as they were sealed; nothing where they were not, or its root is a later one. */
    Optional<Instant> filesReadAt() {
        return readBack.filter(ReadBack::isWhole).map(ReadBack::at).filter(at -> !isArchivedSince(Optional.of(at)));
    }

    /** When its objects were last found to be there. */
    Optional<Instant> wholeAt() {
        return verified.filter(StoredCopy::isWhole).flatMap(found -> verifiedAt);
    }

    /** Whether a run proved it to be there, and it is not. */
    boolean isLost() {
        return evidence.isPresent() && !inStore;
    }
}
