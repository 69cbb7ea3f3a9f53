package io.ghekeeper.journal;

import io.ghekeeper.volume.LockFile;

/** The lease of a lane while it is held. Its type names the lane. */
public abstract sealed class HeldLease implements AutoCloseable permits CaptureLease, KeepLease {
    private final Lane lane;
    private final LockFile.HeldFile held;

    HeldLease(Lane lane, LockFile.HeldFile held) {
        this.lane = lane;
        this.held = held;
    }

    Lane lane() {
        return lane;
    }

    /** For whatever needs the lease. */
    public void requireOpen() {
        if (!held.isHeld()) {
            throw new IllegalStateException("the lease was given back");
        }
    }

    void requireLaneOf(Run.Kind kind) {
        requireOpen();
        if (kind.lane() != lane) {
            throw new IllegalStateException("a " + kind.word() + " does not run in the lane " + lane);
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
