package io.ghekeeper.store;

import io.ghekeeper.aws.Bucket;
import io.ghekeeper.aws.VersionPage;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Small objects, put to see what a bucket does with them. */
final class ProbeObjects {
    /** How long one of them is locked. */
    static final Duration LOCK = Duration.ofMinutes(5);

    private static final byte[] CONTENT = "ghe-keeper looks what this store does\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "this must not be kept\n".getBytes(StandardCharsets.US_ASCII);

    private final Bucket bucket;
    private final S3Settings.LockMode mode;
    private final String begin;
    private final List<StoreCheckResult> results = new ArrayList<>();

    /** @param begin of the names of all of them, and of nothing else */
    @SuppressWarnings("MissingSummary")
    ProbeObjects(Bucket bucket, S3Settings.LockMode mode, String begin) {
        this.bucket = bucket;
        this.mode = mode;
        this.begin = begin;
    }

    List<StoreCheckResult> check(boolean locks, Supplier<Instant> storeClock) {
        try {
            put();
            condition();
            checksum();
            boolean lockedByDefault = bucket.head(begin + "put", Optional.empty())
                    .flatMap(Bucket.Head::lockedUntil)
                    .isPresent();
            boolean removable = isRemoved("put");
            results.add(lockedByDefault ? unknownDeletion() : deletion(removable));
            if (locks) {
                results.add(lock(storeClock.get().plus(LOCK), removable));
            }
        } catch (Failure failure) {
            results.add(StoreCheck.denied("objects", failure));
        }
        removeAll();
        return results;
    }

    private Optional<Bucket.Uploaded> put(
            String name, byte[] content, byte[] checksummed, Optional<Bucket.ObjectLock> lock) {
        return bucket.putIfAbsent(
                begin + name,
                new Bucket.Upload(
                        content.length,
                        Sha256.digest().digest(checksummed),
                        () -> new ByteArrayInputStream(content),
                        lock));
    }

    private void put() {
        put("put", CONTENT, CONTENT, Optional.empty());
        boolean right = Arrays.equals(read("put"), CONTENT);
        results.add(
                right
                        ? new StoreCheckResult("put", StoreVerdict.PASSED, "an object is there as it was put", "")
                        : new StoreCheckResult(
                                "put",
                                StoreVerdict.FAILED,
                                "the store does not give back what was put at " + bucket.uri(begin + "put"),
                                "Do not use this store."));
    }

    private byte[] read(String name) {
        Optional<Bucket.ObjectPart> found = bucket.get(begin + name, Optional.empty(), Optional.empty());
        if (found.isEmpty()) {
            return new byte[0];
        }
        try (InputStream bytes = found.get().bytes()) {
            return bytes.readNBytes(CONTENT.length + 1);
        } catch (IOException e) {
            throw StoreFailure.of("reading", bucket.uri(begin + name), e);
        }
    }

    private void condition() {
        boolean refused = put("put", OTHER, OTHER, Optional.empty()).isEmpty();
        results.add(
                refused
                        ? new StoreCheckResult(
                                "if-none-match", StoreVerdict.PASSED, "a second object of one name is refused", "")
                        : new StoreCheckResult(
                                "if-none-match",
                                StoreVerdict.IGNORED,
                                "the store ignores If-None-Match, and puts another version over an object",
                                "Nothing: a snapshot in the archive names the versions that it needs."));
    }

    private void checksum() {
        try {
            put("checksum", OTHER, CONTENT, Optional.empty());
            results.add(new StoreCheckResult(
                    "checksum",
                    StoreVerdict.IGNORED,
                    "the store keeps content whose SHA-256 is not the one that was sent with it",
                    "Nothing: ghe-keeper compares content when it puts it and when it reads it."));
        } catch (Failure failure) {
            requireRefused(failure);
            results.add(new StoreCheckResult(
                    "checksum", StoreVerdict.PASSED, "content with a wrong SHA-256 is refused", ""));
        }
    }

    private static StoreCheckResult deletion(boolean removable) {
        return removable
                ? new StoreCheckResult(
                        "deletion",
                        StoreVerdict.WARNING,
                        "this role can remove objects that are not locked",
                        "Deny s3:DeleteObject and s3:DeleteObjectVersion to the keeper; another role prunes.")
                : new StoreCheckResult("deletion", StoreVerdict.PASSED, "this role cannot remove an object", "");
    }

    private static StoreCheckResult unknownDeletion() {
        return new StoreCheckResult(
                "deletion",
                StoreVerdict.WARNING,
                "whether this role can remove objects is not known: the bucket locks each object by itself",
                "Remove the default retention from the bucket, then check again.");
    }

    private StoreCheckResult lock(Instant until, boolean removable) {
        Optional<Bucket.ObjectLock> shown;
        try {
            Optional<Bucket.ObjectLock> asked = Optional.of(new Bucket.ObjectLock(mode.name(), until));
            Optional<String> version = put("lock", CONTENT, CONTENT, asked).flatMap(Bucket.Uploaded::version);
            shown = bucket.lock(begin + "lock", version);
        } catch (Failure failure) {
            requireRefused(failure);
            return failedLock("an object with a lock is refused: " + failure.getMessage());
        }
        if (shown.filter(
                        lock -> lock.mode().equals(mode.name()) && !lock.until().isBefore(until))
                .isEmpty()) {
            return failedLock("the store shows no lock on an object that was put with one");
        }
        if (isRemoved("lock")) {
            return failedLock("the store shows the lock on an object, and removes the object");
        }
        return new StoreCheckResult(
                "lock",
                StoreVerdict.PASSED,
                removable
                        ? "the removal of a locked object is refused"
                        : "an object shows the lock that it was put with; this role may remove nothing, so whether the"
                                + " lock prevents a removal was not tried",
                "");
    }

    private static StoreCheckResult failedLock(String words) {
        return new StoreCheckResult(
                "lock",
                StoreVerdict.FAILED,
                words,
                "Use a store with S3's Object Lock, or set archive.lock.mode to off and trust its administrators.");
    }

    /** Removes all versions of what begins with a name; false where one of them is not to be removed. */
    private boolean isRemoved(String name) {
        boolean all = true;
        for (VersionPage.Listed version :
                bucket.versions(begin + name, Optional.empty()).items()) {
            try {
                bucket.delete(version.key(), version.version());
            } catch (Failure failure) {
                requireDenied(failure);
                all = false;
            }
        }
        return all;
    }

    private void removeAll() {
        try {
            isRemoved("");
        } catch (Failure failure) {
            requireDenied(failure); // of the list; that is among the results
        }
    }

    /** Because of what was asked, and not because of who asked or when. */
    private static void requireRefused(Failure failure) {
        if (failure.kind() != FailureKind.STORE_FAILED || failure.canPass()) {
            throw failure;
        }
    }

    private static void requireDenied(Failure failure) {
        if (failure.kind() != FailureKind.KMS_ACCESS_DENIED) {
            throw failure;
        }
    }
}
