package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.lab.BucketPolicy;
import io.ghekeeper.lab.Radosgw;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The documents of docs/iam as policies of a bucket, by a real evaluation of policies: see {@link BucketPolicy}. */
@Order(10)
class PolicyRadosgwIT {
    private static final String BUCKET = "by-policy";
    private static final String PACK = "production/packs/aa/a";

    private static Radosgw radosgw;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    private static void give(String file) throws IOException {
        BucketPolicy.give(radosgw, BUCKET, file);
    }

    private static String put(String key) {
        AtomicReference<String> version = new AtomicReference<>();
        radosgw.asOwner(owner ->
                version.set(owner.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("x"))
                        .versionId()));
        return version.get();
    }

    private static void may(Consumer<S3Client> deed) {
        radosgw.asKeeper(deed);
    }

    private static void mayNot(String what, Consumer<S3Client> deed) {
        assertThatThrownBy(() -> radosgw.asKeeper(deed))
                .as(what)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(403));
    }

    private static void reads(String version) {
        may(s3 ->
                s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(PACK).versionId(version)));
        may(s3 -> s3.listObjectVersions(request -> request.bucket(BUCKET).prefix("production/")));
    }

    private static void mayNotDeleteOrChange(String version) {
        mayNot(
                "a delete marker",
                s3 -> s3.deleteObject(request -> request.bucket(BUCKET).key(PACK)));
        mayNot(
                "a deletion",
                s3 -> s3.deleteObject(
                        request -> request.bucket(BUCKET).key(PACK).versionId(version)));
        mayNotChange();
    }

    private static void mayNotChange() {
        mayNot(
                "versioning",
                s3 -> s3.putBucketVersioning(request -> request.bucket(BUCKET)
                        .versioningConfiguration(configuration -> configuration.status("Suspended"))));
        mayNot("the policy", s3 -> s3.deleteBucketPolicy(request -> request.bucket(BUCKET)));
        mayNot("the bucket", s3 -> s3.deleteBucket(request -> request.bucket(BUCKET)));
    }

    private static void lock(S3Client s3, String version) {
        Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        s3.putObjectRetention(request -> request.bucket(BUCKET)
                .key(PACK)
                .versionId(version)
                .retention(retention -> retention.mode("GOVERNANCE").retainUntilDate(end)));
    }

    private static void add(S3Client s3, String key) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("x"));
    }

    @Test
    void theKeeperAddsListsAndExtendsAndDeletesNothing() throws IOException {
        give("archive.json");
        String version = put(PACK);

        reads(version);
        may(s3 -> add(s3, "production/packs/aa/b"));
        may(s3 -> lock(s3, version));
        mayNot("another prefix", s3 -> add(s3, "other/x"));
        mayNotDeleteOrChange(version);
        mayNot(
                "bypass",
                s3 -> s3.deleteObject(request ->
                        request.bucket(BUCKET).key(PACK).versionId(version).bypassGovernanceRetention(true)));
    }

    @Test
    void pruneDeletesUnlockedVersionsOnly() throws IOException {
        give("archive-prune.json");
        String free = put(PACK);
        String locked = put(PACK);
        radosgw.asOwner(owner -> lock(owner, locked));

        reads(locked);
        may(s3 -> s3.deleteObject(request -> request.bucket(BUCKET).key(PACK).versionId(free)));
        may(s3 -> add(s3, "production/prune/x"));
        mayNot(
                "a locked one",
                s3 -> s3.deleteObject(
                        request -> request.bucket(BUCKET).key(PACK).versionId(locked)));
        mayNot(
                "bypass",
                s3 -> s3.deleteObject(request ->
                        request.bucket(BUCKET).key(PACK).versionId(locked).bypassGovernanceRetention(true)));
        mayNot("a lock", s3 -> lock(s3, locked));
        mayNot("content", s3 -> add(s3, "production/packs/aa/c"));
        mayNotChange();
    }

    @Test
    void aRestoreOnlyReads() throws IOException {
        give("archive-restore.json");
        String version = put(PACK);

        reads(version);
        mayNot("content", s3 -> add(s3, "production/packs/aa/d"));
        mayNot("a lock", s3 -> lock(s3, version));
        mayNotDeleteOrChange(version);
    }
}
