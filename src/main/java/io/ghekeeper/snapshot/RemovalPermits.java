package io.ghekeeper.snapshot;

import java.util.Optional;

/** Who says whether a snapshot may be removed now. */
public interface RemovalPermits {
    /** Asked just before the rename that begins a removal; nothing where a run may use the snapshot. */
    Optional<RemovalPermit> permit(String snapshotId);

    /** For one rename. It is closed after that: what is renamed is out of every run's way. */
    interface RemovalPermit extends AutoCloseable {
        /** Whether it was right until now. Asked after the rename, which is undone otherwise. */
        boolean holds();

        @Override
        void close();
    }
}
