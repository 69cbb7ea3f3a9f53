package io.ghekeeper.store;

import java.util.Objects;

/**
 * Where in S3 objects are kept, and how they are locked.
 *
 * @param prefix before each key, ending in a slash; or empty
 * @param lock of what is retained
 */
public record S3Settings(String bucket, String prefix, LockMode lock) {
    /** Modes of Object Lock, by their names there. */
    public enum LockMode {
        /** A right of its own (s3:BypassGovernanceRetention) takes the lock off. */
        GOVERNANCE,
        /** No role and no account takes the lock off, or shortens it. */
        COMPLIANCE
    }

    public S3Settings {
        Objects.requireNonNull(bucket);
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(lock);
    }
}
