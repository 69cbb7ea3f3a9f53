package io.ghekeeper.store;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Bucket;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** Objects in a bucket of S3. What S3 answers is compared with what was asked. */
public final class S3Store implements ObjectStore {
    private static final String DENIED = "Allow s3:GetObject, s3:PutObject, s3:ListBucket and, for removals,"
            + " s3:DeleteObjectVersion on the bucket in the role's policy. S3 also refuses the removal of a locked object.";

    private final Bucket bucket;
    private final String prefix;

    /** @param prefix before each key, ending in a slash; or empty */
    @SuppressWarnings("MissingSummary")
    public S3Store(Aws aws, String bucket, String prefix) {
        this.bucket = aws.bucket(bucket, DENIED, FailureKind.STORE_FAILED);
        this.prefix = prefix;
    }

    private String name(ObjectKey key) {
        return prefix + key.text();
    }

    private String uri(ObjectKey key) {
        return bucket.uri(name(key));
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return bucket.head(name(key)).map(head -> new StoredObject(key, head.length()));
    }

    @Override
    public void fetch(ObjectKey key, long offset, long length, OutputStream to) throws IOException {
        String range = offset + "-" + (offset + length - 1);
        Bucket.ObjectPart part = bucket.get(name(key), Optional.of("bytes=" + range))
                .orElseThrow(() -> StoreFailure.of("reading", uri(key), "there is no such object", null));
        boolean read = false;
        try (InputStream bytes = part.bytes()) {
            if (part.length() != length
                    || part.range()
                            .filter(r -> r.startsWith("bytes " + range + "/"))
                            .isEmpty()) {
                throw StoreFailure.of(
                        "reading",
                        uri(key),
                        "the store answered with " + part.length() + " bytes, "
                                + part.range().orElse("no range") + ", and not with bytes " + range,
                        null);
            }
            StoreFailure.copy(uri(key), bytes, length, to);
            read = true;
        } finally {
            if (!read) {
                part.abort();
            }
        }
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ObjectContent content) {
        Optional<String> digest = bucket.putIfAbsent(name(key), content.length(), content.sha256(), content.open());
        String expected = Base64.getEncoder().encodeToString(content.sha256());
        if (digest.isPresent() && !digest.get().equals(expected)) {
            throw StoreFailure.of(
                    "putting",
                    uri(key),
                    "the store confirmed " + (digest.get().isEmpty() ? "no checksum" : "another checksum"),
                    null);
        }
        return digest.isPresent();
    }

    @Override
    public void list(String begin, Consumer<StoredObject> each) {
        String asked = prefix + begin;
        String last = "";
        Optional<String> next = Optional.empty();
        do {
            Bucket.Page page = bucket.list(asked, next);
            for (Bucket.Item item : page.items()) {
                if (!item.key().startsWith(asked) || item.key().compareTo(last) <= 0) {
                    throw incomplete(asked, "its list is not in order at " + item.key());
                }
                last = item.key();
                ObjectKey.listed(last.substring(prefix.length()))
                        .ifPresent(key -> each.accept(new StoredObject(key, item.length())));
            }
            if (page.truncated() && (page.next().isEmpty() || page.next().equals(next))) {
                throw incomplete(asked, "its list is cut off");
            }
            next = page.truncated() ? page.next() : Optional.empty();
        } while (next.isPresent());
    }

    private RuntimeException incomplete(String asked, String why) {
        return StoreFailure.of("listing", bucket.uri(asked), why, null);
    }

    @Override
    public boolean delete(ObjectKey key) {
        Optional<Bucket.Head> head = bucket.head(name(key));
        head.ifPresent(found -> bucket.delete(name(key), found.version()));
        return head.isPresent();
    }

    @Override
    public void retain(ObjectKey key, Instant until) {
        if (isRetained(key, until)) {
            return;
        }
        bucket.retain(name(key), until);
        if (!isRetained(key, until)) {
            throw StoreFailure.of("retaining", uri(key), "the store shows no lock until " + until, null);
        }
    }

    private boolean isRetained(ObjectKey key, Instant until) {
        return bucket.retainedUntil(name(key))
                .filter(promised -> !promised.isBefore(until))
                .isPresent();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
