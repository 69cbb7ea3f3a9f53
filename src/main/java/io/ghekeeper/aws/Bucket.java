package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of S3. Its clients are made with the first call and kept until it is closed. Each method throws a
 * {@link io.ghekeeper.failure.Failure} of an AWS kind, or of the kind for unknown answers, that names bucket and key.
 */
public final class Bucket implements AutoCloseable {
    private static final int PRECONDITION_FAILED = 412;

    private final String name;
    private final String ifDenied;
    private final FailureKind otherwise;
    private final Aws aws;
    private S3Client questions;
    private S3Client deeds;

    Bucket(String name, String ifDenied, FailureKind otherwise, Aws aws) {
        this.name = name;
        this.ifDenied = ifDenied;
        this.otherwise = otherwise;
        this.aws = aws;
    }

    /** @param version where the bucket has versions */
    @SuppressWarnings("MissingSummary")
    public record Head(long length, Optional<String> version) {}

    /**
     * @param range as S3 states it: {@code bytes 0-9/100}; empty where it sends the whole object
     * @param length -1 where the answer states none
     */
    @SuppressWarnings("MissingSummary")
    public record ObjectPart(InputStream bytes, Optional<String> range, long length) {
        /** Ends it before its end, without reading the rest. */
        public void abort() {
            ((ResponseInputStream<?>) bytes).abort();
        }
    }

    public record Item(String key, long length) {}

    /** @param next where the list goes on; empty at its end */
    @SuppressWarnings("MissingSummary")
    public record Page(List<Item> items, boolean truncated, Optional<String> next) {}

    /** As people write it: {@code s3://bucket/key}. */
    public String uri(String key) {
        return "s3://" + name + "/" + key;
    }

    public Optional<Head> head(String key) {
        return call(
                question("looking for", key),
                s3 -> unlessMissing(() -> {
                    HeadObjectResponse head =
                            s3.headObject(request -> request.bucket(name).key(key));
                    return new Head(head.contentLength(), Optional.ofNullable(head.versionId()));
                }));
    }

    /**
     * Opens an object, for the caller to close.
     *
     * @param range as {@code bytes=0-9}; without one, all of it
     * @return nothing where there is no such object
     */
    public Optional<ObjectPart> get(String key, Optional<String> range) {
        return call(
                question("reading", key),
                s3 -> unlessMissing(() -> {
                    ResponseInputStream<GetObjectResponse> object = s3.getObject(
                            request -> request.bucket(name).key(key).range(range.orElse(null)));
                    return new ObjectPart(
                            object,
                            Optional.ofNullable(object.response().contentRange()),
                            Optional.ofNullable(object.response().contentLength())
                                    .orElse(-1L));
                }));
    }

    /**
     * Puts an object in one request. S3 compares the content with its checksum.
     *
     * @param open gives the content from its beginning at each call
     * @return the SHA-256 that S3 computed, in base64, empty where it states none; nothing where there was such an object
     */
    public Optional<String> putIfAbsent(String key, long length, byte[] sha256, Supplier<InputStream> open) {
        RequestBody body = RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(open), length, "application/octet-stream");
        return call(deed("putting", key), s3 -> {
            try {
                PutObjectResponse put = s3.putObject(
                        request -> request.bucket(name)
                                .key(key)
                                .ifNoneMatch("*")
                                .checksumSHA256(Base64.getEncoder().encodeToString(sha256)),
                        body);
                return Optional.of(Optional.ofNullable(put.checksumSHA256()).orElse(""));
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** At most 1000 objects, by their keys' bytes. */
    public Page list(String prefix, Optional<String> next) {
        return call(question("listing", prefix), s3 -> {
            ListObjectsV2Response page = s3.listObjectsV2(
                    request -> request.bucket(name).prefix(prefix).continuationToken(next.orElse(null)));
            List<Item> items = page.contents().stream()
                    .map(object -> new Item(object.key(), object.size()))
                    .toList();
            return new Page(items, page.isTruncated(), Optional.ofNullable(page.nextContinuationToken()));
        });
    }

    /** Deletes one version; without its name, a bucket with versions only hides the object. */
    public void delete(String key, Optional<String> version) {
        call(
                deed("deleting", key),
                s3 -> s3.deleteObject(request -> request.bucket(name).key(key).versionId(version.orElse(null))));
    }

    /** Locks an object until an instant. A right of its own (s3:BypassGovernanceRetention) can take the lock off. */
    public void retain(String key, Instant until) {
        call(
                deed("retaining", key),
                s3 -> s3.putObjectRetention(request -> request.bucket(name)
                        .key(key)
                        .retention(lock ->
                                lock.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(until))));
    }

    /** Until when an object is locked; nothing where it is not. */
    public Optional<Instant> retainedUntil(String key) {
        return call(question("reading the lock of", key), s3 -> {
            try {
                return Optional.ofNullable(
                        s3.getObjectRetention(request -> request.bucket(name).key(key))
                                .retention()
                                .retainUntilDate());
            } catch (S3Exception e) {
                if ("NoSuchObjectLockConfiguration".equals(e.awsErrorDetails().errorCode())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static <T> Optional<T> unlessMissing(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    private Question question(String doing, String key) {
        return new Question(doing + " " + uri(key), ifDenied, otherwise);
    }

    private Deed deed(String doing, String key) {
        return new Deed(doing + " " + uri(key), ifDenied, otherwise);
    }

    private <T> T call(AwsCall what, Function<S3Client, T> call) {
        try {
            return call.apply(client(what));
        } catch (SdkException e) {
            throw AwsFailures.of(e, what);
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
