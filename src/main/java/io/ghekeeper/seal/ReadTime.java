package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Objects;

/**
 * When a version of a unit was read, and found as it was sealed.
 *
 * @param read none of its files was read before
 * @param looked which snapshots' names of it were compared: those that were sealed until then
 */
record ReadTime(Instant read, Instant looked) {
    ReadTime {
        Objects.requireNonNull(read);
        Objects.requireNonNull(looked);
    }

    /** The same, with the names of all snapshots compared that are sealed now. */
    ReadTime atLook(Instant now) {
        return new ReadTime(read, now);
    }
}
