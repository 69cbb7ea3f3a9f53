package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls to one bucket. The clients are made with the first call, and kept until this is closed. */
final class S3Calls implements AutoCloseable {
    private final String bucket;
    private final CallFailures failures;
    private final Aws aws;
    private S3Client questions;
    private S3Client deeds;

    S3Calls(String bucket, String ifDenied, FailureKind otherwise, Aws aws) {
        this.bucket = bucket;
        this.failures = CallFailures.ofS3(ifDenied, otherwise);
        this.aws = aws;
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
            deeds = deeds == null ? aws.s3(type) : deeds;
            return deeds;
        }
        questions = questions == null ? aws.s3(type) : questions;
        return questions;
    }

    /** What S3 calls an error; empty where its answer names none. */
    static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
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
