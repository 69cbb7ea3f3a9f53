package io.ghekeeper.store;

import io.ghekeeper.aws.ColdStorage.ColdFacts;
import java.util.Set;

/** Whether an object can be read now. */
public enum ObjectAccess {
    AT_ONCE,
    /** Only a copy of it can be read, which the store makes when it is asked: see {@link ObjectStore#warmUp}. */
    COLD,
    /** The store is making that copy. */
    WARMING;

    private static final Set<String> COLD_CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");

    /** By what S3 says. */
    static ObjectAccess of(ColdFacts facts) {
        if (facts.copy().isPresent()) {
            return facts.copy().get().contains("ongoing-request=\"true\"") ? WARMING : AT_ONCE;
        }
        boolean cold = facts.archiveTier().isPresent()
                || facts.storageClass().filter(COLD_CLASSES::contains).isPresent();
        return cold ? COLD : AT_ONCE;
    }
}
