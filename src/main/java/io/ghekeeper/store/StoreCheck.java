package io.ghekeeper.store;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Bucket;
import io.ghekeeper.aws.BucketFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.StoreCheckResult.StorePromise;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import io.ghekeeper.text.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Finds out whether a bucket does what an archive wants of it, by trying. Some stores ignore conditions, checksums or locks
 * without a word, so their answers prove nothing. It puts some small objects below {@code check/}. It removes those that it
 * may; what is locked stays for {@link ProbeObjects#LOCK}, and what this role may not remove stays until another one does.
 */
public final class StoreCheck {
    /** S3 itself refuses requests that are 15 minutes off. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private static final String FOLDER = "check/";

    /** Below the prefix: what {@link #look} tries to delete. */
    static final String KEPT = FOLDER + "deletion";

    private static final String RIGHTS =
            "Allow s3:ListBucket, s3:ListBucketVersions, s3:GetBucketVersioning and s3:GetBucketObjectLockConfiguration on"
                    + " the bucket, and s3:GetObject, s3:PutObject, s3:GetObjectRetention and s3:PutObjectRetention on its"
                    + " objects: see docs/iam/archive.json.";

    private final Aws aws;
    private final S3Settings settings;
    private final boolean locks;
    private final Clock clock;

    /** @param locks whether the archive will lock its objects */
    @SuppressWarnings("MissingSummary")
    public StoreCheck(Aws aws, S3Settings settings, boolean locks, Clock clock) {
        this.aws = aws;
        this.settings = settings;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * One result for each thing, in one order.
     *
     * @throws Failure where the store cannot be asked: it is away, or does not know the credentials
     */
    public List<StoreCheckResult> run() {
        try (Bucket bucket = bucket()) {
            List<StoreCheckResult> results = facts(bucket.facts());
            String begin = settings.prefix() + FOLDER + UUID.randomUUID() + "/";
            results.addAll(new ProbeObjects(bucket, settings, begin)
                    .check(locks, () -> bucket.facts().time(begin)));
            return List.copyOf(results);
        }
    }

    /**
     * The part of it that can be done every few minutes: it puts nothing but one object, {@link #KEPT}, where that is missing.
     * Whether content comes back, conditions, checksums and locks are left to {@link #run}. Throws as that does.
     */
    public List<StoreCheckResult> look() {
        try (Bucket bucket = bucket()) {
            List<StoreCheckResult> results = facts(bucket.facts());
            try {
                DeletionProbe probe = new DeletionProbe(bucket, settings.prefix() + KEPT);
                if (!probe.exists()) {
                    ProbeObjects.keep(bucket, settings, settings.prefix() + KEPT);
                }
                results.addAll(probe.look().results());
            } catch (Failure failure) {
                results.add(denied("objects", failure));
            }
            return List.copyOf(results);
        }
    }

    private Bucket bucket() {
        return aws.bucket(settings.bucket(), RIGHTS, FailureKind.STORE_FAILED).with(settings.options());
    }

    private List<StoreCheckResult> facts(BucketFacts facts) {
        List<StoreCheckResult> results = new ArrayList<>();
        results.add(clocks(facts.time(settings.prefix())));
        results.add(unlessDenied("versioning", () -> versioning(facts.versioned())));
        results.addAll(locking(facts));
        return results;
    }

    private StoreCheckResult clocks(Instant store) {
        Instant here = clock.instant();
        String words = "the store's clock says " + store + ", that of this machine " + here;
        return Duration.between(store, here).abs().compareTo(CLOCKS_APART) <= 0
                ? new StoreCheckResult("clock", StoreVerdict.PASSED, words, "")
                : new StoreCheckResult(
                        "clock",
                        StoreVerdict.FAILED,
                        words + ": more than " + Durations.exact(CLOCKS_APART) + " apart",
                        "Set the clock that is wrong, by NTP; a container has that of its host.");
    }

    private StoreCheckResult versioning(boolean on) {
        if (on) {
            return new StoreCheckResult("versioning", StoreVerdict.PASSED, "the bucket keeps versions", "");
        }
        return new StoreCheckResult(
                "versioning",
                locks ? StoreVerdict.FAILED : StoreVerdict.WARNING,
                "the bucket keeps no versions: who overwrites or deletes an object destroys it",
                "Where the store has versions, switch them on: aws s3api put-bucket-versioning --bucket "
                        + settings.bucket() + " --versioning-configuration Status=Enabled");
    }

    private List<StoreCheckResult> locking(BucketFacts facts) {
        try {
            BucketFacts.Locking found = facts.locking();
            return List.of(locks ? objectLock(found) : noLocks(found), defaultRetention(found));
        } catch (Failure failure) {
            return List.of(denied("object-lock", failure));
        }
    }

    private static StoreCheckResult noLocks(BucketFacts.Locking found) {
        return new StoreCheckResult(
                "object-lock",
                found.enabled() ? StorePromise.UNKNOWN : StorePromise.NOT_KEPT,
                StoreVerdict.PASSED,
                "Object Lock is " + (found.enabled() ? "on" : "off")
                        + ", and archive.lock-mode is off: who may delete an object deletes it",
                "");
    }

    private static StoreCheckResult objectLock(BucketFacts.Locking found) {
        return found.enabled()
                ? new StoreCheckResult("object-lock", StoreVerdict.PASSED, "Object Lock is on", "")
                : new StoreCheckResult(
                        "object-lock",
                        StoreVerdict.FAILED,
                        "Object Lock is off, so no object can be locked",
                        "Switch Object Lock on for the bucket. Where the store has none, set archive.lock-mode: off, and let"
                                + " no one but its administrators delete.");
    }

    /** Locks that come from elsewhere can end later than ours, and then nothing can be pruned. */
    private static StoreCheckResult defaultRetention(BucketFacts.Locking found) {
        return found.defaultRetention()
                .map(rule -> new StoreCheckResult(
                        "default-retention",
                        StoreVerdict.FAILED,
                        "the bucket locks each new object by itself (" + rule + "), beside the locks of ghe-keeper",
                        "Remove the default retention from the bucket's Object Lock configuration."))
                .orElseGet(() -> new StoreCheckResult(
                        "default-retention", StoreVerdict.PASSED, "the bucket sets no locks by itself", ""));
    }

    private static StoreCheckResult unlessDenied(String name, Supplier<StoreCheckResult> question) {
        try {
            return question.get();
        } catch (Failure failure) {
            return denied(name, failure);
        }
    }

    /** What the role may not find out is not known. Any other failure says nothing of the bucket. */
    static StoreCheckResult denied(String name, Failure failure) {
        requireDenied(failure);
        return new StoreCheckResult(name, StoreVerdict.FAILED, failure.getMessage(), failure.hint()).unknown();
    }

    static void requireDenied(Failure failure) {
        if (failure.kind() != FailureKind.STORE_DENIED) {
            throw failure;
        }
    }
}
