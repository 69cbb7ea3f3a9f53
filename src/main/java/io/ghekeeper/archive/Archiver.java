package io.ghekeeper.archive;

import io.ghekeeper.snapshot.Snapshot;

/** Brings what a store lacks of a sealed snapshot there. */
public final class Archiver {
    /**
     * Archives it.
     *
     * @param run the id of the run
     * @throws io.ghekeeper.failure.Failure of a STORE or AWS kind when the store fails; SNAPSHOT_DAMAGED when a file is not what
     *     was sealed
     */
    public ArchivedSnapshot archive(Snapshot snapshot, String run, ArchiveProgress progress) {
        throw new UnsupportedOperationException("a stand-in: " + snapshot.id() + ", " + run + ", " + progress);
    }
}
