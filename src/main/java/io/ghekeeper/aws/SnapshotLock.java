package io.ghekeeper.aws;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The lock of an EBS snapshot, as DescribeLockedSnapshots has it.
 *
 * @param state {@code governance}, {@code compliance}, {@code compliance-cooloff} or {@code expired}
 * @param until when it ends; nothing where AWS has none
 */
public record SnapshotLock(String state, Optional<Instant> until) {
    public SnapshotLock {
        Objects.requireNonNull(state);
        Objects.requireNonNull(until);
    }

    /** Whether it holds the snapshot. A state that is unknown here does. */
    public boolean holds() {
        return !state.equals("expired");
    }
}
