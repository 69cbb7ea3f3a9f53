package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Optional;

/** The units of a seal, or some of them, beside a walk over their snapshot. */
interface SealUnits extends UnitLookup {
    /** Units that the walk does not come to. */
    interface PassedUnits {
        void pass(String unit, UnitSums lists) throws IOException;
    }

    @Override
    default Optional<UnitSums> find(String unit) throws IOException {
        return find(unit, (passed, of) -> {});
    }

    /**
     * As {@link UnitLookup#find}.
     *
     * @param passes gets the units before it that were not asked for
     */
    Optional<UnitSums> find(String unit, PassedUnits passes) throws IOException;

    /** At the end of a walk: those that were not asked for. */
    void passRest(PassedUnits passes) throws IOException;
}
