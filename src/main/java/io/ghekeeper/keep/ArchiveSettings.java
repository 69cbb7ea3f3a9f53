package io.ghekeeper.keep;

import io.ghekeeper.archive.LockPolicy;
import io.ghekeeper.run.LimitSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is archived, where to, and how.
 *
 * @param store {@code s3://bucket/prefix} or {@code file:///path}, without a slash at its end; nothing where nothing is archived
 * @param recipients public keys of age, as {@code age1...}
 * @param schedule UNIX cron lines; none where each good sealed snapshot is archived as soon as it can be
 * @param parallel how many packs are built and sent at the same time
 * @param rateLimit of what is sent, in bytes a second
 * @param limits of one archive run
 * @param kmsKey by which the store encrypts once more, on its side
 * @param storageClass of packs, where the store is a bucket
 * @param dialect what stores beside AWS want otherwise
 * @param maxAge how old the newest archived snapshot may be
 * @param verify how it is looked whether all is still there
 */
public record ArchiveSettings(
        Optional<URI> store,
        List<String> recipients,
        ObjectEncryption encryption,
        List<String> schedule,
        int parallel,
        Optional<Long> rateLimit,
        LimitSettings limits,
        LockSettings lock,
        Optional<String> kmsKey,
        StorageClass storageClass,
        StoreDialect dialect,
        Duration maxAge,
        StoreVerifySettings verify) {
    /**
     * How the store is verified.
     *
     * @param schedule UNIX cron lines; none where the supervisor begins no verification
     * @param within the time in which each object is read; nothing where none is read but by hand
     */
    public record StoreVerifySettings(List<String> schedule, Optional<Duration> within) {
        public StoreVerifySettings {
            schedule = List.copyOf(schedule);
            Objects.requireNonNull(within);
        }
    }

    /** What objects are encrypted by before they leave. */
    public enum ObjectEncryption {
        AGE,
        /** Who reads the store reads everything. */
        NONE;

        /** As the configuration and records have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What S3 stores and charges objects by, by its names there; those only from which an object is read at once. */
    public enum StorageClass {
        STANDARD,
        STANDARD_IA,
        ONEZONE_IA,
        INTELLIGENT_TIERING,
        GLACIER_IR
    }

    /** What a store compares content with when it takes an object. */
    public enum ObjectChecksum {
        /** In {@code x-amz-checksum-sha256}. */
        SHA256,
        /** In {@code Content-MD5}. */
        MD5
    }

    /**
     * What stores beside AWS want otherwise.
     *
     * @param pathStyle whether the bucket is a part of the path and not of the host; nothing for the path where an endpoint
     *     is named
     */
    public record StoreDialect(Optional<Boolean> pathStyle, ObjectChecksum checksum) {
        public StoreDialect {
            Objects.requireNonNull(pathStyle);
            Objects.requireNonNull(checksum);
        }
    }

    /** How the store protects objects from removal. */
    public enum ObjectLockMode {
        OFF,
        /** A role with a right of its own can remove the lock. */
        GOVERNANCE,
        /** Not even the root of the account can. */
        COMPLIANCE
    }

    /**
     * The locks of objects.
     *
     * @param time how long each object of a snapshot is locked at least, from each run that finds it kept
     * @param longest beyond which no lock is asked for, whatever the rest says
     */
    public record LockSettings(ObjectLockMode mode, Optional<Duration> time, Duration longest) {
        /** How long objects are locked; nothing where they are not. */
        public Optional<LockPolicy> policy() {
            return mode == ObjectLockMode.OFF ? Optional.empty() : time.map(term -> new LockPolicy(term, longest));
        }

        public LockSettings {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(time);
            Objects.requireNonNull(longest);
        }
    }

    public ArchiveSettings {
        Objects.requireNonNull(store);
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(encryption);
        schedule = List.copyOf(schedule);
        Objects.requireNonNull(rateLimit);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(lock);
        Objects.requireNonNull(kmsKey);
        Objects.requireNonNull(storageClass);
        Objects.requireNonNull(maxAge);
        Objects.requireNonNull(verify);
    }

    /** The same in another store: what is the first one's own, as its KMS key and its storage class, is not of use there. */
    public ArchiveSettings copiedTo(URI place) {
        return new ArchiveSettings(
                Optional.of(place),
                recipients,
                encryption,
                schedule,
                parallel,
                rateLimit,
                limits,
                lock,
                Optional.empty(),
                StorageClass.STANDARD,
                dialect, // what an S3-compatible store needs, AWS takes, too
                maxAge,
                verify);
    }

    /** The store as people and records have it; nothing where nothing is archived. */
    public Optional<String> place() {
        return store.map(URI::toString);
    }
}
