package io.ghekeeper.store;

import io.ghekeeper.aws.BucketOptions;
import java.util.Objects;
import java.util.Optional;

/**
 * Where in S3 objects are kept, and how they are locked.
 *
 * @param prefix before each key, ending in a slash; or empty
 * @param lock of what is retained
 * @param options how the bucket is asked
 * @param packs the storage class of what is put below {@code packs/}, as {@code GLACIER_IR}; the default where none is named,
 *     as stores beside AWS may know no other. All else is read by each run, and has the default
 */
public record S3Settings(String bucket, String prefix, LockMode lock, BucketOptions options, Optional<String> packs) {
    private static final String PACKS = "packs/";

    /** One with the options of S3 itself. */
    public S3Settings(String bucket, String prefix, LockMode lock) {
        this(bucket, prefix, lock, BucketOptions.DEFAULT, Optional.empty());
    }

    /** The storage class of what is put at a key, where it is not the default. */
    Optional<String> classOf(ObjectKey key) {
        return packs.filter(named -> key.text().startsWith(PACKS));
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
        Objects.requireNonNull(options);
        Objects.requireNonNull(packs);
    }
}
