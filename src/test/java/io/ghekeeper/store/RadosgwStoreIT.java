package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** The contract and its locks on a store that has real ones. */
@Tag("core")
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RadosgwStoreIT extends LockingStoreContract {
    private static final String LOCKED = "locked";

    private static Radosgw radosgw;
    private final String prefix = "ghe-" + UUID.randomUUID() + "/";
    private final Aws aws = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
    private ObjectStore store;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(LOCKED, true);
    }

    @BeforeEach
    void open() {
        radosgw.properties(false).forEach(System::setProperty);
        store = in(LOCKED);
    }

    @AfterEach
    void close() {
        store.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }

    private ObjectStore in(String bucket) {
        return new S3Store(aws, settings(bucket));
    }

    private S3Settings settings(String bucket) {
        return new S3Settings(bucket, prefix, S3Settings.LockMode.COMPLIANCE);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    ObjectStore failingAt(int n) {
        return new FailingStore(in(LOCKED), n);
    }

    @Override
    String named(ObjectKey key) {
        return "s3://" + LOCKED + "/" + prefix + key.text();
    }

    @Override
    void plantForeign() {
        radosgw.asOwner(s3 -> s3.putObject(
                request -> request.bucket(LOCKED).key(prefix + "of another \u00fc program"),
                RequestBody.fromString("x")));
    }

    /** It ignores the condition in a bucket with versions, without a word. */
    @Override
    boolean refusesASecondPut() {
        return false;
    }

    @Test
    void whatADeleteMarkerHidesIsStillReadAndStillLocked() throws IOException {
        StoredObject put = store.putIfAbsent(
                        KEY, content("hello"), Optional.of(Instant.now().plusSeconds(3600)))
                .orElseThrow();
        radosgw.asOwner(s3 -> s3.deleteObject(request -> request.bucket(LOCKED).key(prefix + KEY.text())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        store.fetch(KEY, put.version(), 0, 5, bytes);

        assertThat(bytes).hasToString("hello");
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.find(KEY, put.version()).orElseThrow().etag()).isEqualTo(put.etag());
        List<StoredVersion> versions = new ArrayList<>();
        store.versions("", versions::add);
        assertThat(versions).extracting(StoredVersion::deleteMarker).containsExactly(true, false);
        assertThat(versions).extracting(StoredVersion::latest).containsExactly(true, false);

        store.delete(KEY, versions.get(0).version());

        assertThat(store.find(KEY)).as("the marker is gone").isPresent();
        assertThatThrownBy(() -> store.delete(KEY, put.version())).isInstanceOf(Failure.class);
    }

    @Test
    void theCheckNamesWhatThisStoreIgnores() {
        Map<String, StoreVerdict> verdicts = check(LOCKED, true);

        assertThat(verdicts)
                .containsEntry("if-none-match", StoreVerdict.IGNORED)
                .containsEntry("checksum", StoreVerdict.IGNORED)
                .containsEntry("deletion", StoreVerdict.WARNING)
                .containsEntry("lock", StoreVerdict.PASSED)
                .containsEntry("versioning", StoreVerdict.PASSED)
                .doesNotContainValue(StoreVerdict.FAILED);
    }

    @Test
    void theCheckSeesThatTheKeepersRoleMayNotDelete() {
        radosgw.properties(true).forEach(System::setProperty);

        Map<String, StoreVerdict> verdicts = check(LOCKED, true);

        assertThat(verdicts)
                .containsEntry("delete-marker", StoreVerdict.PASSED)
                .containsEntry("deletion", StoreVerdict.PASSED)
                .containsEntry("lock", StoreVerdict.PASSED)
                .doesNotContainValue(StoreVerdict.FAILED);
    }

    @Test
    void aLookByTheKeepersRoleLeavesOneObjectHoweverOftenItIsTaken() {
        radosgw.properties(true).forEach(System::setProperty);
        try (ObjectStore keepers = in(LOCKED)) {
            for (int n = 0; n < 3; n++) {
                assertThat(new StoreCheck(aws, settings(LOCKED), true, Clock.systemUTC()).look())
                        .extracting(StoreCheckResult::verdict)
                        .containsOnly(StoreVerdict.PASSED);
                List<StoredVersion> left = new ArrayList<>();
                keepers.versions("", left::add);
                assertThat(left).hasSize(1);
            }
        }
    }

    @Test
    void theCheckRefusesABucketThatLocksByItself() {
        String name = "default-" + UUID.randomUUID();
        radosgw.makeBucket(name, true);
        radosgw.asOwner(s3 -> s3.putObjectLockConfiguration(request -> request.bucket(name)
                .objectLockConfiguration(lock -> lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                        .rule(rule -> rule.defaultRetention(retention -> retention
                                .mode(ObjectLockRetentionMode.GOVERNANCE)
                                .days(3))))));

        assertThat(check(name, true)).containsEntry("default-retention", StoreVerdict.FAILED);
    }

    @Test
    void aBucketWithoutVersionsServesWhereNothingIsLocked() throws IOException {
        String name = "plain-" + UUID.randomUUID();
        radosgw.makeBucket(name, false);

        assertThat(check(name, false))
                .containsEntry("versioning", StoreVerdict.WARNING)
                .containsEntry("if-none-match", StoreVerdict.PASSED)
                .doesNotContainValue(StoreVerdict.FAILED);
        try (ObjectStore plain = in(name)) {
            assertThat(plain.putIfAbsent(KEY, content("one")).orElseThrow().version())
                    .isEmpty();
            assertThat(plain.putIfAbsent(KEY, content("two"))).isEmpty();
            plain.versions("packs", version -> assertThat(version.version()).isEmpty());
            assertThat(plain.delete(KEY)).isTrue();
            plain.versions("", version -> assertThat(version).as("left").isNull());
        }
        assertThat(check(name, true))
                .containsEntry("versioning", StoreVerdict.FAILED)
                .containsEntry("object-lock", StoreVerdict.FAILED)
                .containsEntry("lock", StoreVerdict.FAILED);
    }

    private Map<String, StoreVerdict> check(String bucket, boolean locks) {
        return new StoreCheck(aws, settings(bucket), locks, Clock.systemUTC())
                .run().stream().collect(Collectors.toMap(StoreCheckResult::name, StoreCheckResult::verdict));
    }

    @Test
    void aWrongSecretIsAFailureOfTheCredentials() {
        System.setProperty("aws.secretAccessKey", "wrong");

        try (ObjectStore unknown = in(LOCKED)) {
            assertThatThrownBy(() -> unknown.find(KEY))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING));
        }
    }
}
