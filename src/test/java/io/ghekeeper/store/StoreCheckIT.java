package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeS3;
import io.ghekeeper.lab.FakeS3.Lie;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.store.StoreCheckResult.StorePromise;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class StoreCheckIT {
    private static final S3Settings SETTINGS = new S3Settings("archive", "ghe/", S3Settings.LockMode.COMPLIANCE);

    private final Aws aws = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
    private FakeS3 s3;
    private Map<String, String> properties;

    @BeforeEach
    void start() throws IOException {
        s3 = new FakeS3("archive");
        properties = Map.of(
                "aws.endpointUrlS3", s3.endpoint(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        properties.keySet().forEach(System::clearProperty);
        s3.close();
    }

    private Map<String, StoreCheckResult> check(boolean locks) {
        return check(locks, Clock.systemUTC());
    }

    private Map<String, StoreCheckResult> check(boolean locks, Clock clock) {
        Map<String, StoreCheckResult> results = new LinkedHashMap<>();
        new StoreCheck(aws, SETTINGS, locks, clock)
                .run()
                .forEach(
                        result -> assertThat(results.put(result.name(), result)).isNull());
        assertThat(results.values())
                .allSatisfy(result -> assertThat(result.verdict() == StoreVerdict.PASSED)
                        .isEqualTo(result.hint().isEmpty()));
        return results;
    }

    private static void assertVerdict(Map<String, StoreCheckResult> results, String name, StoreVerdict verdict) {
        assertThat(results.get(name).verdict()).as(results.toString()).isEqualTo(verdict);
        assertThat(results.values())
                .filteredOn(result -> !result.name().equals(name))
                .filteredOn(result -> !result.name().matches("delet.*"))
                .extracting(StoreCheckResult::verdict)
                .containsOnly(StoreVerdict.PASSED);
    }

    private void assertLeft(String... names) {
        try (ObjectStore store = new S3Store(aws, SETTINGS)) {
            s3.answerWith(Lie.NONE);
            List<String> left = new ArrayList<>();
            store.versions("", version -> left.add(version.key().text().replaceAll(".*/", "")));
            assertThat(left).containsExactly(names);
        }
    }

    @Test
    void aSoundBucketPassesAndOnlyWhatIsLockedIsLeft() {
        s3.answerWith(Lie.NONE);

        Map<String, StoreCheckResult> results = check(true);

        assertThat(results.keySet())
                .containsExactly(
                        "clock",
                        "versioning",
                        "object-lock",
                        "default-retention",
                        "put",
                        "if-none-match",
                        "checksum",
                        "delete-marker",
                        "deletion",
                        "lock");
        assertVerdict(results, "deletion", StoreVerdict.WARNING);
        assertThat(results.get("lock").words()).isEqualTo("the removal of a locked object is refused");
        assertThat(results.get("lock").promise()).isEqualTo(StorePromise.KEPT);
        assertLeft("lock");
    }

    @Test
    void aRoleThatMayRemoveNothingIsNotTakenForALock() {
        s3.deny("DELETE");
        s3.deny("DELETE ?versionId");

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "deletion", StoreVerdict.PASSED);
        assertThat(results.get("lock").words()).contains("was not tried");
        assertThat(results.get("lock").promise()).isEqualTo(StorePromise.UNKNOWN);
        assertLeft("lock", "put");
    }

    @Test
    void aRoleThatMayHideWhatItMayNotRemoveIsNamed() {
        s3.deny("DELETE ?versionId");

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "delete-marker", StoreVerdict.WARNING);
        assertThat(results.get("delete-marker").words()).contains("hides it behind a delete marker");
        assertThat(results.get("delete-marker").hint()).contains("s3:DeleteObject");
        assertThat(results.get("deletion").verdict()).isEqualTo(StoreVerdict.PASSED);
    }

    @Test
    void aLookPutsOneObjectHoweverOftenItIsTaken() {
        s3.deny("DELETE");
        s3.deny("DELETE ?versionId");
        for (int n = 0; n < 3; n++) {
            assertThat(look().values()).extracting(StoreCheckResult::verdict).containsOnly(StoreVerdict.PASSED);
            assertLeft("deletion");
        }
        assertThat(look().keySet())
                .containsExactly(
                        "clock", "versioning", "object-lock", "default-retention", "delete-marker", "deletion");
    }

    @Test
    void aLookOfARoleThatMayDeleteSaysSoAndLeavesNothing() {
        assertVerdict(look(), "deletion", StoreVerdict.WARNING);

        assertLeft();
    }

    @Test
    void aLookOfARoleThatMayHideLeavesOneMarkerHoweverOftenItIsTaken() {
        s3.deny("DELETE ?versionId");
        for (int n = 0; n < 3; n++) {
            Map<String, StoreCheckResult> results = look();

            assertVerdict(results, "delete-marker", StoreVerdict.WARNING);
            assertThat(results.get("delete-marker").words()).contains("s3://archive/ghe/check/deletion");
            assertLeft("deletion", "deletion");
        }
    }

    @Test
    void aLookOfARoleThatMayNotPutIsAFailureWithTheRight() {
        s3.deny("PUT");

        assertThat(look().get("objects").hint()).contains("s3:PutObject");
    }

    private Map<String, StoreCheckResult> look() {
        Map<String, StoreCheckResult> results = new LinkedHashMap<>();
        new StoreCheck(aws, SETTINGS, true, Clock.systemUTC()).look().forEach(one -> results.put(one.name(), one));
        return results;
    }

    @Test
    void withoutLocksNoneIsSetAndVersionsAreAdvised() {
        s3.answerWith(Lie.NO_VERSIONS);

        Map<String, StoreCheckResult> results = check(false);

        assertVerdict(results, "versioning", StoreVerdict.WARNING);
        assertThat(results).doesNotContainKey("lock");
        assertThat(results.get("object-lock").promise()).isEqualTo(StorePromise.UNKNOWN);
        assertLeft();
    }

    @Test
    void lockedObjectsNeedVersions() {
        s3.answerWith(Lie.NO_VERSIONS);

        assertVerdict(check(true), "versioning", StoreVerdict.FAILED);
    }

    @Test
    void aDefaultRetentionIsRefused() {
        s3.answerWith(Lie.DEFAULT_RETENTION);

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "default-retention", StoreVerdict.FAILED);
        assertThat(results.get("default-retention").words()).contains("GOVERNANCE, 30 days");
        assertThat(results.get("deletion").words()).contains("is not known");
    }

    @Test
    void aLockThatIsNotSetIsFoundOut() {
        s3.answerWith(Lie.NO_LOCK);

        assertVerdict(check(true), "lock", StoreVerdict.FAILED);
    }

    @Test
    void aLockThatPreventsNothingIsFoundOut() {
        s3.answerWith(Lie.LOCK_NOT_ENFORCED);

        assertVerdict(check(true), "lock", StoreVerdict.FAILED);
    }

    @Test
    void anIgnoredConditionIsNamed() {
        s3.answerWith(Lie.CONDITION_IGNORED);

        assertVerdict(check(true), "if-none-match", StoreVerdict.IGNORED);
        assertLeft("lock");
    }

    @Test
    void anIgnoredChecksumIsNamed() {
        s3.answerWith(Lie.CHECKSUM_IGNORED);

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "checksum", StoreVerdict.IGNORED);
        assertThat(results.get("checksum").promise()).isEqualTo(StorePromise.IGNORED);
        assertLeft("lock");
    }

    @Test
    void clocksThatAreApartAreRefused() {
        Clock slow = new SetClock(Instant.now().minus(Duration.ofMinutes(6)));

        Map<String, StoreCheckResult> results = check(true, slow);

        assertVerdict(results, "clock", StoreVerdict.FAILED);
        assertThat(results.get("clock").words()).endsWith("more than 5 min apart");
    }

    @Test
    void whatTheRoleMayNotFindOutIsAFailureWithTheRight() {
        s3.deny("GET ?versioning");

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "versioning", StoreVerdict.FAILED);
        assertThat(results.get("versioning").hint()).contains("s3:GetBucketVersioning");
    }

    @Test
    void aRoleThatMayNotPutIsAFailureWithTheRight() {
        s3.deny("PUT");

        Map<String, StoreCheckResult> results = check(true);

        assertVerdict(results, "objects", StoreVerdict.FAILED);
        assertThat(results.get("objects").hint()).contains("s3:PutObject");
    }

    @Test
    void aStoreThatIsAwayIsNoResult() {
        s3.close();

        assertThatThrownBy(() -> check(true))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.AWS_UNREACHABLE));
    }
}
