package io.ghekeeper.store;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Bucket;
import io.ghekeeper.aws.ColdStorage.ColdFacts;
import io.ghekeeper.aws.VersionPage;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Objects in a bucket of S3. What S3 answers is compared with what was asked. Stores beside AWS ignore conditions and
 * checksums without a word: content is compared here, too, and {@link StoreCheck} names what a store ignores.
 */
public final class S3Store implements ObjectStore {
    private static final String DENIED = "Allow s3:GetObject, s3:PutObject, s3:ListBucket and, for removals,"
            + " s3:DeleteObjectVersion on the bucket in the role's policy: docs/iam/archive.json has all that a keeper"
            + " needs. S3 also refuses the removal of a locked object. --warm-up needs s3:RestoreObject:"
            + " docs/iam/archive-restore.json.";

    private static final int SHA256_IN_BASE64 = 44;
    private static final int NANOS_OF_A_SECOND = 1_000_000_000;

    private final Bucket bucket;
    private final S3Settings settings;

    public S3Store(Aws aws, S3Settings settings) {
        this.bucket =
                aws.bucket(settings.bucket(), DENIED, FailureKind.STORE_FAILED).with(settings.options());
        this.settings = settings;
    }

    private String name(ObjectKey key) {
        return settings.prefix() + key.text();
    }

    private String uri(ObjectKey key) {
        return bucket.uri(name(key));
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
        return bucket.head(name(key), version)
                .map(head -> new StoredObject(key, head.length(), head.version(), head.etag(), head.lockedUntil()));
    }

    /** That of a PUT in parts is a checksum of checksums, and none of the content. */
    @Override
    public Optional<String> checksum(ObjectKey key, Optional<String> version) {
        return bucket.checksum(name(key), version)
                .filter(sha256 -> sha256.length() == SHA256_IN_BASE64)
                .map(sha256 -> HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)));
    }

    @Override
    public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
            throws IOException {
        String range = offset + "-" + (offset + length - 1);
        Bucket.ObjectPart part = bucket.get(name(key), version, Optional.of("bytes=" + range))
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
    public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
        Optional<Bucket.Uploaded> put = upload(key, content, retainUntil.map(this::lock));
        String expected = Base64.getEncoder().encodeToString(content.sha256());
        if (put.flatMap(Bucket.Uploaded::sha256)
                .filter(confirmed -> !confirmed.equals(expected))
                .isPresent()) {
            throw StoreFailure.of("putting", uri(key), "the store confirmed another checksum", null);
        }
        return put.map(
                answer -> new StoredObject(key, content.length(), answer.version(), answer.etag(), Optional.empty()));
    }

    private Optional<Bucket.Uploaded> upload(ObjectKey key, ObjectContent content, Optional<Bucket.ObjectLock> lock) {
        AtomicReference<String> fault = new AtomicReference<>();
        try {
            return bucket.putIfAbsent(
                    name(key),
                    new Bucket.Upload(
                            content.length(),
                            content.sha256(),
                            md5(key, content),
                            () -> new CheckedContent(content, fault),
                            lock,
                            settings.classOf(key)));
        } catch (Failure e) {
            throw fault.get() == null ? e : StoreFailure.of("putting", uri(key), fault.get(), e);
        }
    }

    private Optional<byte[]> md5(ObjectKey key, ObjectContent content) {
        try {
            return settings.options().md5() ? Optional.of(content.md5()) : Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.of("putting", uri(key), e);
        }
    }

    /** Whole seconds, never before the instant: a store may cut off what is finer. */
    private Bucket.ObjectLock lock(Instant until) {
        return new Bucket.ObjectLock(
                settings.lock().name(), until.plusNanos(NANOS_OF_A_SECOND - 1).truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public void list(String begin, Consumer<StoredObject> each) {
        String asked = settings.prefix() + begin;
        String last = "";
        Optional<String> next = Optional.empty();
        do {
            Bucket.Page page = bucket.list(asked, next);
            for (Bucket.Item item : page.items()) {
                if (item.key().equals(last)) {
                    throw incomplete(asked, "its list is not in order at " + last);
                }
                last = inOrder(asked, last, item.key());
                key(last)
                        .ifPresent(key -> each.accept(
                                new StoredObject(key, item.length(), Optional.empty(), item.etag(), Optional.empty())));
            }
            next = following(asked, page.truncated(), next, page.next());
        } while (next.isPresent());
    }

    @Override
    public void versions(String begin, Consumer<StoredVersion> each) {
        String asked = settings.prefix() + begin;
        String last = "";
        Optional<VersionPage.Position> next = Optional.empty();
        do {
            VersionPage page = bucket.versions(asked, next);
            for (VersionPage.Listed item : page.items()) {
                last = inOrder(asked, last, item.key());
                key(last)
                        .ifPresent(key -> each.accept(new StoredVersion(
                                key,
                                item.version(),
                                item.length(),
                                item.etag(),
                                item.latest(),
                                item.deleteMarker(),
                                item.modified(),
                                item.storageClass())));
            }
            next = following(asked, page.truncated(), next, page.next());
        } while (next.isPresent());
    }

    private Optional<ObjectKey> key(String name) {
        return ObjectKey.listed(name.substring(settings.prefix().length()));
    }

    private String inOrder(String asked, String last, String name) {
        if (!name.startsWith(asked) || Bucket.KEY_ORDER.compare(name, last) < 0) {
            throw incomplete(asked, "its list is not in order at " + name);
        }
        return name;
    }

    private <T> Optional<T> following(String asked, boolean more, Optional<T> here, Optional<T> next) {
        if (more && (next.isEmpty() || next.equals(here))) {
            throw incomplete(asked, "its list is cut off");
        }
        return more ? next : Optional.empty();
    }

    private RuntimeException incomplete(String asked, String why) {
        return StoreFailure.of("listing", bucket.uri(asked), why, null);
    }

    @Override
    public void delete(ObjectKey key, Optional<String> version) {
        bucket.delete(name(key), version);
    }

    @Override
    public void retain(ObjectKey key, Optional<String> version, Instant until) {
        if (isRetained(key, version, until)) {
            return;
        }
        bucket.retain(name(key), version, lock(until));
        if (!isRetained(key, version, until)) {
            throw StoreFailure.of("retaining", uri(key), "the store shows no lock until " + until, null);
        }
    }

    private boolean isRetained(ObjectKey key, Optional<String> version, Instant until) {
        return bucket.lock(name(key), version)
                .filter(lock -> !lock.until().isBefore(until))
                .isPresent();
    }

    @Override
    public Optional<ObjectAccess> access(ObjectKey key, Optional<String> version) {
        return bucket.cold().facts(name(key), version).map(ObjectAccess::of);
    }

    @Override
    public Optional<ObjectAccess> warmUp(ObjectKey key, Optional<String> version, WarmUp how) {
        Optional<ColdFacts> facts = bucket.cold().facts(name(key), version);
        if (facts.map(ObjectAccess::of).filter(ObjectAccess.COLD::equals).isPresent()) {
            Optional<Integer> days = Optional.of(how.days())
                    .filter(any -> facts.get().archiveTier().isEmpty());
            bucket.cold().askForCopy(name(key), version, how.tier().sent(), days);
        }
        return facts.map(ObjectAccess::of);
    }

    @Override
    public Instant now() {
        return bucket.facts().time(settings.prefix());
    }

    @Override
    public void close() {
        bucket.close();
    }
}
