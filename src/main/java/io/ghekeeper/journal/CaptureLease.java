package io.ghekeeper.journal;

import io.ghekeeper.volume.LockFile;

/** The lease of the capture lane: its holder may let the engine run, and knows that no other engine of ours runs. */
public final class CaptureLease extends HeldLease {
    CaptureLease(LockFile.HeldFile held) {
        super(Lane.CAPTURE, held);
    }
}
