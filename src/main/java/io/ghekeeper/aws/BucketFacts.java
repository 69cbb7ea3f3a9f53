package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 says of a bucket itself. Nothing here changes it. */
public final class BucketFacts {
    /** Of a bucket that locks nothing. S3Mock answers with the second one, which S3 has for the locks of objects. */
    private static final Set<String> NO_LOCKS = Set.of("ObjectLockConfigurationNotFoundError", "InvalidRequest");

    private final S3Calls calls;

    BucketFacts(S3Calls calls) {
        this.calls = calls;
    }

    /**
     * Whether objects can be locked.
     *
     * @param defaultRetention what S3 locks each new object for by itself, as {@code GOVERNANCE, 30 days}
     */
    public record Locking(boolean enabled, Optional<String> defaultRetention) {}

    /** Whether each PUT makes a version of its own. A store that does not know the question keeps no versions. */
    public boolean versioned() {
        return calls.ask("reading the versioning of", "", s3 -> {
            try {
                return s3.getBucketVersioning(request -> request.bucket(calls.bucket()))
                                .status()
                        == BucketVersioningStatus.ENABLED;
            } catch (S3Exception e) {
                return unlessUnknown(e, false);
            }
        });
    }

    /** A store that does not know the question locks nothing. */
    public Locking locking() {
        return calls.ask("reading the lock configuration of", "", s3 -> {
            try {
                return locking(s3.getObjectLockConfiguration(request -> request.bucket(calls.bucket()))
                        .objectLockConfiguration());
            } catch (S3Exception e) {
                Locking none = new Locking(false, Optional.empty());
                return NO_LOCKS.contains(S3Calls.code(e)) ? none : unlessUnknown(e, none);
            }
        });
    }

    private static <T> T unlessUnknown(S3Exception e, T otherwise) {
        if (!S3Calls.isUnknown(e)) {
            throw e;
        }
        return otherwise;
    }

    private static Locking locking(ObjectLockConfiguration configuration) {
        return new Locking(
                configuration.objectLockEnabled() == ObjectLockEnabled.ENABLED,
                Optional.ofNullable(configuration.rule())
                        .map(ObjectLockRule::defaultRetention)
                        .map(BucketFacts::words));
    }

    private static String words(DefaultRetention retention) {
        return retention.modeAsString() + ", "
                + (retention.days() == null ? retention.years() + " years" : retention.days() + " days");
    }

    /**
     * The clock of S3, to the second: the date of an answer.
     *
     * @param prefix that the role may list
     */
    public Instant time(String prefix) {
        SdkResponse answer = calls.ask(
                "reading the clock of",
                prefix,
                s3 -> s3.listObjectsV2(
                        request -> request.bucket(calls.bucket()).prefix(prefix).maxKeys(1)));
        return answer.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .flatMap(BucketFacts::instant)
                .orElseThrow(() -> new Failure(
                        FailureKind.AWS_FAILED,
                        "reading the clock of " + calls.uri(prefix) + " failed: its answer has no date",
                        "Check what stands between here and the store: a proxy must keep the header Date."));
    }

    static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
