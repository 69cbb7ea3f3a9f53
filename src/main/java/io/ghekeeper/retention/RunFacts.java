package io.ghekeeper.retention;

import io.ghekeeper.journal.SnapshotUses;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a plan has to know of the runs.
 *
 * @param lastBackup the last one that ended and was not skipped; nothing where there is none
 * @param newest the run of the latest time; nothing where there is none
 * @param uses the snapshots that the capture lane uses now
 */
public record RunFacts(Optional<LastBackup> lastBackup, Optional<NewestRun> newest, SnapshotUses uses) {
    /** How the last backup ended. */
    public enum BackupEnd {
        GOOD,
        SUSPECT,
        FAILED,
        INTERRUPTED,
        /** Its record cannot be read. */
        UNKNOWN
    }

    /** The last backup. */
    public record LastBackup(String run, BackupEnd end) {}

    /** The run of the latest time. */
    public record NewestRun(String run, Instant begun) {}

    public RunFacts {
        Objects.requireNonNull(lastBackup);
        Objects.requireNonNull(newest);
        Objects.requireNonNull(uses);
    }
}
