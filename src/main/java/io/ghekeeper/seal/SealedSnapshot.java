package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Objects;

/**
 * What a seal says of its snapshot as a whole. Only the sealer makes one.
 *
 * @param files names of regular files; one with two names counts twice
 * @param others devices, sockets and named pipes
 * @param bytes of all files by their sizes
 * @param units of which the seal consists
 * @param newUnits those whose list no earlier seal has
 */
public record SealedSnapshot(
        String snapshot,
        Instant at,
        String run,
        long files,
        long folders,
        long links,
        long others,
        long bytes,
        long units,
        long newUnits) {
    public SealedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(at);
        Objects.requireNonNull(run);
    }

    /** All names in the snapshot, its own folder among them. */
    public long entries() {
        return files + folders + links + others;
    }
}
