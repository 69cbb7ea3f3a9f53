package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A bucket of S3. Each method throws a {@link io.ghekeeper.failure.Failure} of an AWS kind, or of the kind for unknown
 * answers, that names bucket and key. An empty version means the current one.
 */
public final class Bucket implements AutoCloseable {
    /** In which S3 lists keys: by their bytes in UTF-8. */
    public static final Comparator<String> KEY_ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    /** How S3 names what was put before its bucket had versions, and each object of a bucket without them. */
    private static final String NO_VERSION = "null";

    /** Of an object without a lock. Ceph answers with the second one, which S3 has for buckets. */
    private static final Set<String> NO_LOCK =
            Set.of("NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError");

    private final S3Calls calls;

    /** Stores beside AWS refuse what they do not know with 501. It is found out by the first such answer. */
    private final AtomicBoolean conditions = new AtomicBoolean(true);

    private final AtomicBoolean versionLists = new AtomicBoolean(true);

    Bucket(String name, String ifDenied, FailureKind otherwise, Aws aws) {
        this(new S3Calls(name, CallFailures.ofS3(ifDenied, otherwise), aws, BucketOptions.DEFAULT));
    }

    private Bucket(S3Calls calls) {
        this.calls = calls;
    }

    /** The same bucket, asked in another way. */
    public Bucket with(BucketOptions options) {
        return new Bucket(calls.with(options));
    }

    /** Whether no PUT showed yet that the store knows no {@code If-None-Match}. */
    public boolean knowsConditions() {
        return conditions.get();
    }

    /**
     * @param version where the object has one
     * @param lockedUntil where it is locked, and the role may know that (s3:GetObjectRetention)
     */
    @SuppressWarnings("MissingSummary")
    public record Head(long length, Optional<String> version, Optional<String> etag, Optional<Instant> lockedUntil) {}

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

    /** @param mode {@code GOVERNANCE} or {@code COMPLIANCE} */
    @SuppressWarnings("MissingSummary")
    public record ObjectLock(String mode, Instant until) {}

    /**
     * What is to be put.
     *
     * @param sha256 32 bytes; S3 compares the content with it
     * @param open gives the content from its beginning at each call
     * @param md5 16 bytes, that S3 compares it with in place of the SHA-256
     * @param storageClass by its name there; the bucket's default where none is named
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Upload(
            long length,
            byte[] sha256,
            Optional<byte[]> md5,
            Supplier<InputStream> open,
            Optional<ObjectLock> lock,
            Optional<String> storageClass) {}

    /** @param sha256 that S3 computed, in base64; empty where it states none */
    @SuppressWarnings("MissingSummary")
    public record Uploaded(Optional<String> version, Optional<String> etag, Optional<String> sha256) {}

    public record Item(String key, long length, Optional<String> etag) {}

    /** @param next where the list goes on; empty at its end */
    @SuppressWarnings("MissingSummary")
    public record Page(List<Item> items, boolean truncated, Optional<String> next) {}

    /** As people write it: {@code s3://bucket/key}. */
    public String uri(String key) {
        return calls.uri(key);
    }

    /** What S3 says of the bucket itself. */
    public BucketFacts facts() {
        return new BucketFacts(calls);
    }

    public Optional<Head> head(String key, Optional<String> version) {
        return answer("looking for", key, version, Optional.empty())
                .map(head -> new Head(
                        head.contentLength(),
                        version(head.versionId()),
                        Optional.ofNullable(head.eTag()),
                        Optional.ofNullable(head.objectLockRetainUntilDate())));
    }

    /**
     * The SHA-256 that S3 keeps of an object, in base64; nothing where it keeps none or has no such object. For one that is
     * encrypted by a KMS key, the role needs kms:Decrypt.
     */
    public Optional<String> checksum(String key, Optional<String> version) {
        return answer("asking for the checksum of", key, version, Optional.of(ChecksumMode.ENABLED))
                .flatMap(head -> Optional.ofNullable(head.checksumSHA256()));
    }

    /** What is kept so that it cannot be read at once. */
    public ColdStorage cold() {
        return new ColdStorage(this, calls);
    }

    /** All that S3 says of an object; nothing where there is no such object. */
    Optional<HeadObjectResponse> answer(
            String doing, String key, Optional<String> version, Optional<ChecksumMode> checksum) {
        return calls.ask(
                doing,
                key,
                s3 -> unlessMissing(() -> explained(
                        s3,
                        key,
                        () -> s3.headObject(request -> request.bucket(calls.bucket())
                                .key(key)
                                .versionId(version.orElse(null))
                                .checksumMode(checksum.orElse(null))))));
    }

    /** The answer to a HEAD has no words for its error. The same error at another question has. */
    private <T> T explained(S3Client s3, String key, Supplier<T> head) {
        try {
            return head.get();
        } catch (S3Exception e) {
            if (e.statusCode() == BAD_REQUEST || e.statusCode() == FORBIDDEN) {
                s3.listObjectsV2(
                        request -> request.bucket(calls.bucket()).prefix(key).maxKeys(1));
            }
            throw e;
        }
    }

    /**
     * Opens an object, for the caller to close.
     *
     * @param range as {@code bytes=0-9}; without one, all of it
     * @return nothing where there is no such object
     */
    public Optional<ObjectPart> get(String key, Optional<String> version, Optional<String> range) {
        return calls.ask(
                "reading",
                key,
                s3 -> unlessMissing(() -> {
                    ResponseInputStream<GetObjectResponse> object =
                            s3.getObject(request -> request.bucket(calls.bucket())
                                    .key(key)
                                    .versionId(version.orElse(null))
                                    .range(range.orElse(null)));
                    return new ObjectPart(
                            object,
                            Optional.ofNullable(object.response().contentRange()),
                            Optional.ofNullable(object.response().contentLength())
                                    .orElse(-1L));
                }));
    }

    /**
     * Puts an object in one request, with its lock. Where the store knows no condition, a HEAD comes before the PUT: then two
     * that put at once may put one over the other.
     *
     * @return nothing where there was such an object
     */
    public Optional<Uploaded> putIfAbsent(String key, Upload upload) {
        return calls.act("putting", key, s3 -> {
            if (!conditions.get()) {
                return isThere(s3, key) ? Optional.empty() : Optional.of(put(s3, key, upload, false));
            }
            try {
                return Optional.of(put(s3, key, upload, true));
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED || (S3Calls.isUnknown(e) && isThere(s3, key))) {
                    return Optional.empty();
                }
                if (!S3Calls.isUnknown(e)) {
                    throw e;
                }
                Uploaded put = put(s3, key, upload, false);
                conditions.set(false); // it was that header, and no other one
                return Optional.of(put);
            }
        });
    }

    private boolean isThere(S3Client s3, String key) {
        return unlessMissing(() ->
                        s3.headObject(request -> request.bucket(calls.bucket()).key(key)))
                .isPresent();
    }

    private Uploaded put(S3Client s3, String key, Upload upload, boolean ifAbsent) {
        RequestBody body = RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(upload.open()),
                upload.length(),
                "application/octet-stream");
        PutObjectResponse put = s3.putObject(
                request -> {
                    describe(request, key, upload);
                    request.ifNoneMatch(ifAbsent ? "*" : null);
                },
                body);
        return new Uploaded(
                version(put.versionId()), Optional.ofNullable(put.eTag()), Optional.ofNullable(put.checksumSHA256()));
    }

    private void describe(PutObjectRequest.Builder request, String key, Upload upload) {
        Base64.Encoder base64 = Base64.getEncoder();
        request.bucket(calls.bucket()).key(key);
        upload.md5()
                .ifPresentOrElse(
                        md5 -> request.contentMD5(base64.encodeToString(md5)),
                        () -> request.checksumSHA256(base64.encodeToString(upload.sha256())));
        calls.options()
                .kmsKey()
                .ifPresent(id -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(id));
        upload.storageClass().ifPresent(request::storageClass);
        upload.lock().ifPresent(lock -> request.objectLockMode(lock.mode()).objectLockRetainUntilDate(lock.until()));
    }

    /** At most 1000 objects, by their keys' bytes. */
    public Page list(String prefix, Optional<String> next) {
        return calls.ask("listing", prefix, s3 -> {
            ListObjectsV2Response page = s3.listObjectsV2(
                    request -> request.bucket(calls.bucket()).prefix(prefix).continuationToken(next.orElse(null)));
            List<Item> items = page.contents().stream()
                    .map(object -> new Item(object.key(), object.size(), Optional.ofNullable(object.eTag())))
                    .toList();
            return new Page(items, page.isTruncated(), Optional.ofNullable(page.nextContinuationToken()));
        });
    }

    /** At most 1000 versions and delete markers, by their keys' bytes; objects, where the store knows no list of versions. */
    public VersionPage versions(String prefix, Optional<VersionPage.Position> next) {
        return calls.ask("listing", prefix, s3 -> {
            if (versionLists.get()) {
                try {
                    return VersionPage.of(s3.listObjectVersions(request -> request.bucket(calls.bucket())
                            .prefix(prefix)
                            .keyMarker(next.map(VersionPage.Position::key).orElse(null))
                            .versionIdMarker(
                                    next.flatMap(VersionPage.Position::version).orElse(null))));
                } catch (S3Exception e) {
                    if (!S3Calls.isUnknown(e) || next.isPresent()) {
                        throw e;
                    }
                    versionLists.set(false);
                }
            }
            return VersionPage.of(s3.listObjectsV2(request -> request.bucket(calls.bucket())
                    .prefix(prefix)
                    .continuationToken(next.map(VersionPage.Position::key).orElse(null))));
        });
    }

    /** Deletes one version. Without its name, the one that has none: a bucket with versions would only hide an object. */
    public void delete(String key, Optional<String> version) {
        calls.act(
                "deleting",
                key,
                s3 -> s3.deleteObject(
                        request -> request.bucket(calls.bucket()).key(key).versionId(version.orElse(NO_VERSION))));
    }

    /** Deletes without naming a version: that puts a delete marker, or removes the object of a bucket without versions. */
    public void hide(String key) {
        calls.act(
                "hiding",
                key,
                s3 -> s3.deleteObject(request -> request.bucket(calls.bucket()).key(key)));
    }

    /** Locks a version. A right of its own (s3:BypassGovernanceRetention) can take a governance lock off. */
    public void retain(String key, Optional<String> version, ObjectLock lock) {
        calls.act(
                "retaining",
                key,
                s3 -> s3.putObjectRetention(request -> request.bucket(calls.bucket())
                        .key(key)
                        .versionId(version.orElse(null))
                        .retention(retention -> retention.mode(lock.mode()).retainUntilDate(lock.until()))));
    }

    /** The lock of a version; nothing where it is not locked. */
    public Optional<ObjectLock> lock(String key, Optional<String> version) {
        return calls.ask("reading the lock of", key, s3 -> {
            try {
                ObjectLockRetention lock = s3.getObjectRetention(request ->
                                request.bucket(calls.bucket()).key(key).versionId(version.orElse(null)))
                        .retention();
                return Optional.of(new ObjectLock(lock.modeAsString(), lock.retainUntilDate()));
            } catch (S3Exception e) {
                if (NO_LOCK.contains(S3Calls.code(e))) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    static Optional<String> version(String name) {
        return Optional.ofNullable(name).filter(given -> !given.equals(NO_VERSION));
    }

    /** S3 answers 404 where the key or the version is missing. It answers 400 to a name that no version of it has. */
    private static <T> Optional<T> unlessMissing(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND && S3Calls.code(e).equals("NoSuchVersion")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
