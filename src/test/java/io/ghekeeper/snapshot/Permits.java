package io.ghekeeper.snapshot;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Permits of a volume on which runs use the snapshots that a test names. */
final class Permits {
    static final RemovalPermits ALL = except(id -> false, () -> true);

    private Permits() {}

    /** @param holds asked after the rename */
    @SuppressWarnings("MissingSummary")
    static RemovalPermits except(Predicate<String> used, BooleanSupplier holds) {
        return id -> used.test(id)
                ? Optional.empty()
                : Optional.of(new RemovalPermits.RemovalPermit() {
                    @Override
                    public boolean holds() {
                        return holds.getAsBoolean();
                    }

                    @Override
                    public void close() {}
                });
    }
}
