package io.ghekeeper.aws;

import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of a bucket in classes from which nothing is read at once, and copies of them that can be read for some days. Each
 * method throws as those of {@link Bucket} do.
 */
public final class ColdStorage {
    /** S3 says so where a copy was asked for before, and is not there yet. */
    private static final String ASKED_BEFORE = "RestoreAlreadyInProgress";

    private final Bucket bucket;
    private final S3Calls calls;

    ColdStorage(Bucket bucket, S3Calls calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    /**
     * How S3 keeps an object, in its own words.
     *
     * @param storageClass as {@code GLACIER}; empty for the standard one
     * @param archiveTier where Intelligent-Tiering moved it to an archive tier
     * @param copy of a copy that was asked for: {@code ongoing-request="true"}, or {@code "false"} when it can be read; empty
     *     where none was asked for, and when its days are over
     */
    public record ColdFacts(Optional<String> storageClass, Optional<String> archiveTier, Optional<String> copy) {}

    /** How an object is kept; nothing where there is no such object. */
    public Optional<ColdFacts> facts(String key, Optional<String> version) {
        return bucket.answer("looking for", key, version, Optional.empty())
                .map(head -> new ColdFacts(
                        Optional.ofNullable(head.storageClassAsString()),
                        Optional.ofNullable(head.archiveStatusAsString()),
                        Optional.ofNullable(head.restore())));
    }

    /**
     * Asks for a copy that can be read. To ask again does no harm while one is on its way.
     *
     * @param tier {@code Standard} or {@code Bulk}
     * @param days for which it stays; Intelligent-Tiering takes none, as it moves the object itself
     */
    public void askForCopy(String key, Optional<String> version, String tier, Optional<Integer> days) {
        calls.act("warming up", key, s3 -> ask(s3, key, version, tier, days));
    }

    private boolean ask(S3Client s3, String key, Optional<String> version, String tier, Optional<Integer> days) {
        try {
            s3.restoreObject(request -> request.bucket(calls.bucket())
                    .key(key)
                    .versionId(version.orElse(null))
                    .restoreRequest(copy -> copy.days(days.orElse(null)).glacierJobParameters(job -> job.tier(tier))));
            return true;
        } catch (S3Exception e) {
            if (S3Calls.code(e).equals(ASKED_BEFORE)) {
                return false;
            }
            throw e;
        }
    }
}
