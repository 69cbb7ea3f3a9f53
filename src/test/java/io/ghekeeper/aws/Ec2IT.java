package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of EC2, at a stand-in that is as strict. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class Ec2IT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final Map<String, String> TAGS = Map.of("ghe-keeper-run", "run-1", "Name", "a b&c <d> \u00e9");

    private FakeEc2 fake;
    private Ec2 ec2;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEc2();
        fake.properties().forEach(System::setProperty);
        fake.ebs().volume(VOLUME, 200, Map.of("Name", "data"));
        ec2 = at(fake.environment());
    }

    private static Ec2 at(Map<String, String> environment) {
        return new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), environment)
                .ec2(Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        ec2.close();
        fake.properties().keySet().forEach(System::clearProperty);
        fake.close();
    }

    private static Failure failureOf(ThrowingCallable call) {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        return caught[0];
    }

    private EbsSnapshot create() {
        return ec2.createSnapshot(VOLUME, "with a backup", TAGS);
    }

    @Test
    void aVolumeIsDescribedAsItIs() {
        EbsVolume volume = ec2.volume(VOLUME).orElseThrow();

        assertThat(volume.state()).isEqualTo(EbsVolume.IN_USE);
        assertThat(volume.sizeGib()).isEqualTo(200);
        assertThat(volume.instances()).containsExactly("i-0123456789abcdef0");
        assertThat(volume.tags()).isEqualTo(Map.of("Name", "data"));
        assertThat(ec2.volume("vol-00000000000000000")).isEmpty();
    }

    @Test
    void allVolumesWithATagAreFoundOverPages() {
        fake.ebs().volume("vol-0123456789abcdef1", 1, Map.of("Name", "data"));
        fake.ebs().volume("vol-0123456789abcdef2", 1, Map.of("Name", "data"));
        fake.ebs().volume("vol-0123456789abcdef3", 1, Map.of("Name", "database"));

        assertThat(ec2.volumesWith("Name", "data")).extracting(EbsVolume::id).hasSize(3);
    }

    @Test
    void aSnapshotHasItsTagsFromTheFirstInstant() {
        EbsSnapshot made = create();

        assertThat(made.state()).isEqualTo(EbsSnapshot.PENDING);
        assertThat(made.tags()).isEqualTo(TAGS);
        assertThat(ec2.snapshot(made.id())).contains(made);
        assertThat(made.volume()).isEqualTo(VOLUME);
        assertThat(made.started())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @Test
    void onlyOwnSnapshotsAreListedAndAllOfThem() {
        for (int i = 0; i < 5; i++) {
            fake.ebs().plant(VOLUME, Instant.now(), Map.of("label", "mine"));
        }
        fake.ebs().plant("999988887777", VOLUME, Instant.now(), "of others", Map.of("label", "mine"));

        assertThat(ec2.snapshotsOfVolume(VOLUME).all()).hasSize(5);
        assertThat(ec2.snapshotsWith("label", "mine").all()).hasSize(5);
        assertThat(ec2.snapshotsWith("label", "min").all()).isEmpty();
        assertThat(ec2.snapshotsOfVolume(VOLUME).awsTime().orElseThrow())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @Test
    void aPageThatCannotBeReadFailsTheWholeList() {
        for (int i = 0; i < 5; i++) {
            fake.ebs().plant(VOLUME, Instant.now(), Map.of());
        }
        fake.breakFrom("DescribeSnapshots", 2, Break.THROTTLED);

        assertThat(failureOf(() -> ec2.snapshotsOfVolume(VOLUME)).kind()).isEqualTo(FailureKind.AWS_THROTTLED);
    }

    @Test
    void aQuestionIsAskedThreeTimesWhereItsCauseCanPass() {
        fake.breaks("DescribeVolumes", Break.THROTTLED);

        assertThat(failureOf(() -> ec2.volume(VOLUME)).kind()).isEqualTo(FailureKind.AWS_THROTTLED);
        assertThat(fake.count("DescribeVolumes")).isEqualTo(3);
    }

    @Test
    void aQuestionIsAskedAgainAfterALostConnection() {
        fake.breaks("DescribeVolumes", Break.LOST_BEFORE);

        assertThat(failureOf(() -> ec2.volume(VOLUME)).kind()).isEqualTo(FailureKind.AWS_UNREACHABLE);
        assertThat(fake.count("DescribeVolumes")).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_BEFORE", "LOST_AFTER", "FAILED_AFTER"})
    void aDeedIsSentOnceAndALostAnswerIsSaidToBeUnknown(Break how) {
        fake.breaks("CreateSnapshot", how);

        Failure failure = failureOf(this::create);

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(failure.getMessage()).contains(VOLUME).endsWith("; it may have been done");
        assertThat(fake.count("CreateSnapshot")).isEqualTo(1);
        assertThat(fake.ebs().ids()).hasSize(how == Break.LOST_BEFORE ? 0 : 1);
    }

    @Test
    void aThrottledDeedIsNotRepeatedByItself() {
        fake.breaks("CreateSnapshot", Break.THROTTLED);

        Failure failure = failureOf(this::create);

        assertThat(failure.kind()).isEqualTo(FailureKind.AWS_THROTTLED);
        assertThat(failure.getMessage()).contains("slow down").doesNotContain("may have been done", "several tries");
        assertThat(fake.count("CreateSnapshot")).isEqualTo(1);
        assertThat(fake.ebs().ids()).isEmpty();
    }

    @Test
    void aRefusalNamesTheActionAndTheResource() {
        fake.deny("CreateSnapshot");

        Failure failure = failureOf(this::create);

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(failure.hint()).contains("ec2:CreateSnapshot", VOLUME);
    }

    @Test
    void theRightToMakeASnapshotIsTriedWithoutMakingOne() {
        ec2.requireMayCreateSnapshot(VOLUME, TAGS);
        assertThat(fake.ebs().ids()).isEmpty();

        fake.deny("CreateTags");

        assertThat(failureOf(() -> ec2.requireMayCreateSnapshot(VOLUME, TAGS)).kind())
                .isEqualTo(FailureKind.NATIVE_DENIED);
    }

    @Test
    void theRightToDeleteIsTriedWithoutDeleting() {
        String id = create().id();

        ec2.requireMayDeleteSnapshot(id);
        assertThat(fake.ebs().ids()).contains(id);

        fake.deny("DeleteSnapshot");

        assertThat(failureOf(() -> ec2.requireMayDeleteSnapshot(id)).kind()).isEqualTo(FailureKind.NATIVE_DENIED);
    }

    @Test
    void deletingWhatIsGoneIsNoFailure() {
        String id = create().id();

        assertThat(ec2.deleteSnapshot(id)).isTrue();
        assertThat(ec2.deleteSnapshot(id)).isFalse();
        assertThat(ec2.snapshot(id)).isEmpty();
    }

    @Test
    void whatAnImageUsesOrALockHoldsIsNotDeleted() {
        String used = create().id();
        String locked = create().id();
        fake.ebs().image("ami-0123456789abcdef0", used);
        fake.ebs().lock(locked, "governance");

        assertThat(failureOf(() -> ec2.deleteSnapshot(used)).getMessage()).contains("InvalidSnapshot.InUse");
        assertThat(failureOf(() -> ec2.deleteSnapshot(locked)).kind()).isEqualTo(FailureKind.NATIVE_FAILED);
        assertThat(ec2.imagesOf(List.of(used, locked))).isEqualTo(Map.of(used, List.of("ami-0123456789abcdef0")));
        assertThat(ec2.locks(List.of(used, locked))).containsOnlyKeys(locked);
        assertThat(ec2.locks(List.of(locked)).get(locked).holds()).isTrue();
        assertThat(ec2.locks(List.of(used))).isEmpty();
    }

    @Test
    void theLimitsOfEbsAreNamed() {
        fake.ebs().limitRates();
        create();

        assertThat(failureOf(this::create).getMessage()).contains("SnapshotCreationPerVolumeRateExceeded");
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 10})
    void aWrongClockIsNamedWithBothTimes(long minutes) {
        fake.clockOff(Duration.ofMinutes(minutes));

        Failure failure = failureOf(() -> ec2.volume(VOLUME));

        assertThat(failure.kind()).isEqualTo(FailureKind.AWS_FAILED);
        assertThat(failure.getMessage()).contains("the clock here says", "that of AWS");
        assertThat(failure.hint()).contains("clock");
    }

    @Test
    void aWrongSecretIsNamedAndNeverShown() {
        System.setProperty("aws.secretAccessKey", "another-secret");

        Failure failure = failureOf(() -> at(fake.environment()).volume(VOLUME));

        assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("another-secret");
    }

    @Test
    void anUnknownKeyIsNoDenial() {
        System.setProperty("aws.accessKeyId", "AKIDOFNOONE");

        assertThat(failureOf(() -> at(fake.environment()).volume(VOLUME)).kind())
                .isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Please log in</body>",
                "<DescribeSnapshotsResponse><snapshotSet><item><snapshotId>../../etc</snapshotId></item></snapshotSet></DescribeSnapshotsResponse>",
                "<DescribeSnapshotsResponse><snapshotSet><item><snapshotId>snap-0123456789abcdef0</snapshotId></item></snapshotSet></DescribeSnapshotsResponse>",
                "<DescribeSnapshotsResponse><snapshotSet><item><snapshotId>snap-0123456789abcdef0</snapshotId><status>completed</status>"
                        + "<volumeSize>1</volumeSize><startTime>yesterday</startTime></item></snapshotSet></DescribeSnapshotsResponse>",
                "<DescribeSnapshotsResponse><snapshotSet/><nextToken>always</nextToken></DescribeSnapshotsResponse>"
            })
    void anAnswerThatIsNotEc2sIsNamedAndNeverBelieved(String document) {
        fake.answer(document);

        Failure failure = failureOf(() -> ec2.snapshotsOfVolume(VOLUME));

        assertThat(failure.kind()).isIn(FailureKind.NATIVE_FAILED, FailureKind.AWS_FAILED);
        assertThat(failure.getMessage()).startsWith("listing the snapshots of " + VOLUME + " failed");
    }

    /** A page of a proxy may be XML, too. As a list of nothing it would say that a snapshot was not made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Please log in</body></html>",
                "<DescribeImagesResponse><imagesSet/></DescribeImagesResponse>"
            })
    void anotherDocumentIsNeverAListOfNothing(String document) {
        fake.answer(document);

        assertThat(failureOf(() -> ec2.snapshotsOfVolume(VOLUME)).getMessage()).contains("is not EC2");
        assertThat(failureOf(() -> ec2.snapshot("snap-0123456789abcdef0")).getMessage())
                .contains("is not EC2");
        assertThat(failureOf(() -> ec2.locks(List.of())).getMessage()).contains("is not EC2");
        assertThat(failureOf(() -> ec2.requireMayDeleteSnapshot("snap-0123456789abcdef0"))
                        .getMessage())
                .contains("is not EC2");
        assertThat(failureOf(() -> ec2.deleteSnapshot("snap-0123456789abcdef0")).kind())
                .isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(failureOf(this::create).kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
    }

    /** The JDK hides the body of such an answer to a request that it cannot repeat. */
    @Test
    void aDeedOfAnUnknownKeyWasCertainlyNotDone() {
        System.setProperty("aws.accessKeyId", "AKIDOFNOONE");

        try (Ec2 other = at(fake.environment())) {
            Failure failure = failureOf(() -> other.createSnapshot(VOLUME, "", TAGS));

            assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING);
            assertThat(failure.getMessage()).doesNotContain("may have been done");
        }
    }

    @Test
    void nothingIsSentBeforeTheFirstCall() {
        at(fake.environment()).close();

        assertThat(fake.calls()).isEmpty();
    }

    @Test
    void theEndpointOfTheConfigurationComesFirst() {
        Map<String, String> elsewhere = new TreeMap<>(fake.environment());
        elsewhere.put("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:1");

        try (Ec2 named = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), elsewhere)
                .ec2(Optional.of("eu-west-1"), Optional.of(URI.create(fake.endpoint())))) {
            assertThat(named.volume(VOLUME)).isPresent();
        }
    }
}
