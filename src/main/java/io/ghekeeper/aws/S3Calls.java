package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.text.FileError;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls to one bucket. The clients are made with the first call, and kept until this is closed. */
final class S3Calls implements AutoCloseable {
    private static final int NOT_IMPLEMENTED = 501;

    private final String bucket;
    private final CallFailures failures;
    private final Aws aws;
    private final BucketOptions options;
    private S3Client questions;
    private S3Client deeds;

    S3Calls(String bucket, CallFailures failures, Aws aws, BucketOptions options) {
        this.bucket = bucket;
        this.failures = failures;
        this.aws = aws;
        this.options = options;
    }

    S3Calls with(BucketOptions others) {
        return new S3Calls(bucket, failures, aws, others);
    }

    BucketOptions options() {
        return options;
    }

    String bucket() {
        return bucket;
    }

    String uri(String key) {
        return "s3://" + bucket + "/" + key;
    }

    /** A call that changes nothing. */
    <T> T ask(String doing, String key, Function<S3Client, T> call) {
        return call(new Question(doing + " " + uri(key), failures), call);
    }

    /** A call that changes something, and is sent once. */
    <T> T act(String doing, String key, Function<S3Client, T> call) {
        return call(new Deed(doing + " " + uri(key), failures), call);
    }

    private <T> T call(AwsCall what, Function<S3Client, T> call) {
        try {
            return call.apply(client(what));
        } catch (SdkException e) {
            throw AwsFailures.of(e, what);
        } catch (UncheckedIOException e) {
            // The SDK hands on what the content's own stream threw.
            throw new Failure(
                    failures.otherwise(),
                    what.doing() + " failed: its content cannot be read: " + FileError.words(e.getCause()),
                    "Check the file, and the disk that it is on.",
                    e);
        }
    }

    private synchronized S3Client client(AwsCall type) {
        if (type instanceof Deed) {
            deeds = deeds == null ? aws.s3(type, options) : deeds;
            return deeds;
        }
        questions = questions == null ? aws.s3(type, options) : questions;
        return questions;
    }

    /** What S3 calls an error; empty where its answer names none. */
    static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /** Whether a store beside AWS does not know the request, or a header of it: then nothing was done. */
    static boolean isUnknown(AwsServiceException e) {
        return e.statusCode() == NOT_IMPLEMENTED;
    }

    @Override
    public synchronized void close() {
        if (questions != null) {
            questions.close();
        }
        if (deeds != null) {
            deeds.close();
        }
    }
}
