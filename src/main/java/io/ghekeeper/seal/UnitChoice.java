package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Optional;

/** Which units a run reads. Each is asked about once, in order. */
interface UnitChoice {
    /** Each of them. */
    UnitChoice ALL = (read, weight) -> true;

    /**
     * Whether it is read.
     *
     * @param read when it was read; nothing for never
     * @param weight what that costs, as {@link UnitVersion#weight}
     */
    boolean takes(Optional<Instant> read, long weight);
}
