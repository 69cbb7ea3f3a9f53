package io.ghekeeper.cli;

import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.StoredCopy;
import java.time.Instant;
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
 */
record ArchivedRoot(
        String snapshot,
        boolean inStore,
        boolean onVolume,
        Optional<ArchivedCopy> evidence,
        Optional<Instant> verifiedAt,
        Optional<StoredCopy> verified) {
    ArchivedRoot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(evidence);
        Objects.requireNonNull(verifiedAt);
        Objects.requireNonNull(verified);
    }

    /** Why it is not whole, as a clause, by the last verification. One that was proven there since is not that any more. */
    Optional<String> damage() {
        return verified.flatMap(StoredCopy::damage)
                .filter(none -> evidence.flatMap(copy -> verifiedAt.filter(copy.at()::isAfter))
                        .isEmpty());
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
