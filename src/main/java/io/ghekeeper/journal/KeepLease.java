package io.ghekeeper.journal;

import io.ghekeeper.volume.LockFile;

/** The lease of the keep lane: its holder may read snapshots, and remove those that no run uses. */
public final class KeepLease extends HeldLease {
    KeepLease(LockFile.HeldFile held) {
        super(Lane.KEEP, held);
    }
}
