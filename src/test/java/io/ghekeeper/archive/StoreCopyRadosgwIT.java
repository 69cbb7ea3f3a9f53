package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.aws.S3AccessSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.core.sync.RequestBody;

/** From a folder into a bucket of another provider, which is reached by a profile and an endpoint of its own. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class StoreCopyRadosgwIT {
    private static final String BUCKET = "copied";

    private static Radosgw radosgw;

    @TempDir
    private Path volume;

    private final List<CopiedSnapshot> copied = new ArrayList<>();
    private final String prefix = "ghe-" + UUID.randomUUID() + "/";
    private Map<String, String> properties;
    private ArchiveBox box;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    @BeforeEach
    void archive() throws IOException {
        Map<String, String> keeper = radosgw.properties(true);
        Path profiles = Files.writeString(
                volume.resolve("credentials"),
                "[offsite]\naws_access_key_id = " + keeper.get("aws.accessKeyId") + "\naws_secret_access_key = "
                        + keeper.get("aws.secretAccessKey") + "\n");
        // What the keeper itself has is of no use there.
        properties = Map.of(
                "aws.sharedCredentialsFile", profiles.toString(),
                "aws.accessKeyId", "own",
                "aws.secretAccessKey", "own",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
        box = new ArchiveBox(volume.resolve("box"));
        box.clock.set(Instant.now());
        box.twoSealed();
        box.archive(FIRST);
        box.archive(SECOND);
    }

    @AfterEach
    void close() {
        properties.keySet().forEach(System::clearProperty);
    }

    private ObjectStore bucket(String profile) {
        S3AccessSettings access = new S3AccessSettings(
                Optional.of(profile), Optional.of("us-east-1"), Optional.of(URI.create(radosgw.endpoint())));
        return new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of(), access),
                new S3Settings(BUCKET, prefix, S3Settings.LockMode.GOVERNANCE));
    }

    private void copy(ObjectStore to) {
        copied.clear();
        ArchiveOptions options = new ArchiveOptions(
                "s3://" + BUCKET,
                Optional.empty(),
                2,
                OptionalLong.empty(),
                Optional.of(new LockPolicy(Duration.ofDays(2), Duration.ofDays(20))));
        Archiver there = new Archiver(box.state, box.disk, box.clock, to, box.encryption, options, box.warnings::add);
        box.archiver(box.store(), box.disk).copyTo(there).copy(List.of(), box.progress, copied::add);
    }

    @Test
    void isLockedThereAndFetchedByteForByte() throws IOException {
        try (ObjectStore bucket = bucket("offsite")) {
            copy(bucket);

            assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
            FetchBox fetch = new FetchBox(volume.resolve("fetched"), bucket);
            fetch.toVolume(box.disk, FIRST, SECOND);
            for (String id : List.of(FIRST, SECOND)) {
                assertThat(ArchiveBox.differences(box.snapshot(id), fetch.snapshot(id)))
                        .isEmpty();
            }
            bucket.list(
                    "",
                    object -> assertThat(bucket.find(object.key()).orElseThrow().retainedUntil())
                            .as(object.key().text())
                            .isPresent());
            copy(bucket);
            assertThat(copied).extracting(CopiedSnapshot::sent).containsExactly(0L, 0L);
            assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
        }
    }

    /** It keeps no checksum to compare. */
    @Test
    void otherBytesOfEqualLengthOverAnObjectAreNotCopied() throws IOException {
        try (ObjectStore bucket = bucket("offsite")) {
            copy(bucket);
            List<StoredObject> packs = new ArrayList<>();
            bucket.list("packs/", packs::add);
            for (StoredObject pack : packs) {
                assertThat(bucket.checksum(pack.key(), Optional.empty())).isEmpty();
                radosgw.asKeeper(s3 -> s3.putObject(
                        put -> put.bucket(BUCKET).key(prefix + pack.key()),
                        RequestBody.fromBytes(new byte[(int) pack.length()])));
            }

            Failure failure = catchThrowableOfType(Failure.class, () -> copy(bucket));

            assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
            assertThat(copied).isEmpty();
        }
    }

    @Test
    void aProfileThatIsNotThereIsNamed() {
        try (ObjectStore bucket = bucket("onsite")) {
            Failure failure = catchThrowableOfType(Failure.class, () -> copy(bucket));

            assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING);
            assertThat(failure).hasMessageContaining("onsite");
        }
    }
}
