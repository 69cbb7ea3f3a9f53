package io.ghekeeper.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Where in S3 objects are kept, and how they are locked.
 *
 * @param prefix before each key, ending in a slash; or empty
 * @param lock of what is retained
 * @param kmsKey by which the bucket encrypts what is put, on its side; its own default where none is named
 */
public record S3Settings(String bucket, String prefix, LockMode lock, Optional<String> kmsKey) {
    /** One whose default encrypts. */
    public S3Settings(String bucket, String prefix, LockMode lock) {
        this(bucket, prefix, lock, Optional.empty());
    }

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
        Objects.requireNonNull(kmsKey);
    }
}
