package io.ghekeeper.store;

import java.util.Objects;

/**
 * How copies are asked for of what cannot be read at once.
 *
 * @param days for which a copy stays
 */
public record WarmUp(WarmUpTier tier, int days) {
    /** How fast a store makes them, and how dear that is: by S3's names, in capitals. */
    public enum WarmUpTier {
        STANDARD("Standard"),
        /** Cheaper, and slower. */
        BULK("Bulk");

        private final String name;

        WarmUpTier(String name) {
            this.name = name;
        }

        /** As S3 has it. */
        String sent() {
            return name;
        }
    }

    public WarmUp {
        Objects.requireNonNull(tier);
        if (days < 1) {
            throw new IllegalArgumentException("days " + days);
        }
    }
}
