package io.ghekeeper.cli;

import io.ghekeeper.snapshot.ArchivedCopy;
import java.util.Objects;
import java.util.Optional;

/**
 * A snapshot that is in the store, or was.
 *
 * @param inStore whether the store lists its root
 * @param onVolume whether the snapshot is on the volume, too
 * @param evidence what an archive run of this keeper recorded; nothing where the snapshot's record is gone with it
 */
record ArchivedRoot(String snapshot, boolean inStore, boolean onVolume, Optional<ArchivedCopy> evidence) {
    ArchivedRoot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(evidence);
    }

    /** Whether a run proved it to be there, and it is not. */
    boolean isLost() {
        return evidence.isPresent() && !inStore;
    }
}
