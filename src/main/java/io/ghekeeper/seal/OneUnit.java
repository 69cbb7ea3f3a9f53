package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Optional;

/** A single unit of a seal. */
final class OneUnit implements SealUnits {
    private final String unit;
    private final UnitSums sums;
    private boolean found;

    OneUnit(String unit, UnitSums sums) {
        this.unit = unit;
        this.sums = sums;
    }

    @Override
    public Optional<UnitSums> find(String wanted, PassedUnits passes) {
        if (!unit.equals(wanted)) {
            return Optional.empty();
        }
        found = true;
        return Optional.of(sums);
    }

    @Override
    public void passRest(PassedUnits passes) throws IOException {
        if (!found) {
            passes.pass(unit, sums);
        }
    }

    @Override
    public void close() {}
}
