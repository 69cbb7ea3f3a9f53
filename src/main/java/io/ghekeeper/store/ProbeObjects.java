package io.ghekeeper.store;

import io.ghekeeper.aws.Bucket;
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
    private final boolean md5;
    private final List<StoreCheckResult> results = new ArrayList<>();

    /** @param begin of the names of all of them, and of nothing else */
    @SuppressWarnings("MissingSummary")
    ProbeObjects(Bucket bucket, S3Settings settings, String begin) {
        this.bucket = bucket;
        this.mode = settings.lock();
        this.md5 = settings.options().md5();
        this.begin = begin;
    }

    List<StoreCheckResult> check(boolean locks, Supplier<Instant> storeClock) {
        try {
            put();
            condition();
            checksum();
            DeletionProbe.Deletions deletions = new DeletionProbe(bucket, begin + "put").look();
            results.addAll(deletions.results());
            if (locks) {
                results.add(lock(storeClock.get().plus(LOCK), deletions.removable()));
            }
        } catch (Failure failure) {
            results.add(StoreCheck.denied("objects", failure));
        }
        removeAll();
        return results;
    }

    /** Makes sure that one object is there, which stays where this role may not remove it. */
    static void keep(Bucket bucket, S3Settings settings, String name) {
        new ProbeObjects(bucket, settings, name).put("", CONTENT, CONTENT, Optional.empty());
    }

    private Optional<Bucket.Uploaded> put(
            String name, byte[] content, byte[] checksummed, Optional<Bucket.ObjectLock> lock) {
        return bucket.putIfAbsent(
                begin + name,
                new Bucket.Upload(
                        content.length,
                        Sha256.digest().digest(checksummed),
                        md5 ? Optional.of(md5(checksummed)) : Optional.empty(),
                        () -> new ByteArrayInputStream(content),
                        lock,
                        Optional.empty()));
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
        if (!bucket.knowsConditions()) {
            results.add(new StoreCheckResult(
                    "if-none-match",
                    StoreVerdict.WARNING,
                    "the store refuses If-None-Match, so ghe-keeper looks whether an object is there before it puts it",
                    "Let only one keeper at a time write to this store."));
            return;
        }
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
                    "the store keeps content whose " + sum() + " is not the one that was sent with it",
                    "Nothing: ghe-keeper compares content when it puts it and when it reads it."));
        } catch (Failure failure) {
            requireRefused(failure);
            results.add(new StoreCheckResult(
                    "checksum", StoreVerdict.PASSED, "content with a wrong " + sum() + " is refused", ""));
        }
    }

    private String sum() {
        return md5 ? "MD5" : "SHA-256";
    }

    private static byte[] md5(byte[] content) {
        try {
            return new ObjectContent(content.length, new byte[0], () -> new ByteArrayInputStream(content)).md5();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private StoreCheckResult lock(Instant until, boolean removable) {
        Optional<Bucket.ObjectLock> shown;
        try {
            Optional<Bucket.ObjectLock> asked = Optional.of(new Bucket.ObjectLock(mode.name(), until));
            Optional<String> version = put("lock", CONTENT, CONTENT, asked).flatMap(Bucket.Uploaded::version);
            shown = bucket.lock(begin + "lock", version);
        } catch (Failure failure) {
            // A store that knows no locks may take the header, and fail where it is asked for the lock.
            if (failure.kind() != FailureKind.AWS_FAILED) {
                requireRefused(failure);
            }
            return failedLock("the store takes no lock: " + failure.getMessage());
        }
        if (shown.filter(
                        lock -> lock.mode().equals(mode.name()) && !lock.until().isBefore(until))
                .isEmpty()) {
            return failedLock("the store shows no lock on an object that was put with one");
        }
        if (DeletionProbe.isRemoved(bucket, begin + "lock")) {
            return failedLock("the store shows the lock on an object, and removes the object");
        }
        StoreCheckResult locked = new StoreCheckResult(
                "lock",
                StoreVerdict.PASSED,
                removable
                        ? "the removal of a locked object is refused"
                        : "an object shows the lock that it was put with; this role may remove nothing, so whether the"
                                + " lock prevents a removal was not tried",
                "");
        return removable ? locked : locked.unknown();
    }

    private static StoreCheckResult failedLock(String words) {
        return new StoreCheckResult(
                "lock",
                StoreVerdict.FAILED,
                words,
                "Use a store with S3's Object Lock, or set archive.lock-mode to off and trust its administrators.");
    }

    private void removeAll() {
        try {
            DeletionProbe.isRemoved(bucket, begin);
        } catch (Failure failure) {
            StoreCheck.requireDenied(failure); // of the list; that is among the results
        }
    }

    /** Because of what was asked, and not because of who asked or when. */
    private static void requireRefused(Failure failure) {
        if (failure.kind() != FailureKind.STORE_FAILED || failure.canPass()) {
            throw failure;
        }
    }
}
