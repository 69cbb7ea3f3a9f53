package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.nativesnapshot.ExpiryRun.Expired;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deletion of native snapshots, at a stand-in of EC2 whose pages have two of them. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ExpiryRunIT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String LABEL = "ghe-backup";

    @TempDir
    private Path state;

    private FakeEc2 fake;
    private Ec2 ec2;
    private final List<String> planted = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEc2();
        fake.properties().forEach(System::setProperty);
        fake.ebs().volume(VOLUME, 200, Map.of("Name", "data"));
        ec2 = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), fake.environment())
                .ec2(Optional.empty(), Optional.empty());
        for (int days = 50; days > 0; days -= 10) {
            planted.add(plant(days, Map.of())); // the last one is the newest
        }
    }

    @AfterEach
    void stop() {
        ec2.close();
        fake.properties().keySet().forEach(System::clearProperty);
        fake.close();
    }

    private String plant(int days, Map<String, String> more) {
        Map<String, String> tags = new HashMap<>(
                Map.of(NativeTags.LABEL, LABEL, NativeTags.RUN, "run-" + days, NativeTags.BACKUP, backup(days)));
        tags.putAll(more);
        return fake.ebs().plant(VOLUME, Instant.now().minus(Duration.ofDays(days)), tags);
    }

    private static String backup(int days) {
        return String.format("202601%02dT000000", days / 10);
    }

    private ExpiryRun run(Clock clock) {
        return new ExpiryRun(ec2, LABEL, new ExpirySettings(2, Optional.empty()), new EvidenceFiles(state), clock);
    }

    private Expired expire() {
        return run(Clock.systemUTC()).run(plan -> true);
    }

    private Failure refused(Clock clock) {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(() -> run(clock).run(plan -> true))
                .isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        assertThat(fake.count("DeleteSnapshot")).as("nothing is deleted").isZero();
        assertThat(fake.ebs().ids()).containsAll(planted);
        return caught[0];
    }

    @Test
    void deletesTheOldestFirstAndLeavesTheNewest() {
        Expired expired = expire();

        assertThat(expired.deleted()).containsExactlyElementsOf(planted.subList(0, 3));
        assertThat(fake.ebs().ids()).containsExactlyElementsOf(planted.subList(3, 5));
        expired.requireAll();
    }

    @Test
    void aPlanChangesNothing() {
        ExpiryPlan plan = run(Clock.systemUTC()).plan();

        assertThat(plan.deleted()).hasSize(3);
        assertThat(fake.calls())
                .extracting(FakeEc2.Call::action)
                .containsOnly("DescribeSnapshots", "DescribeLockedSnapshots", "DescribeImages");
        assertThat(fake.ebs().ids()).hasSize(5);
    }

    @Test
    void withoutConsentNothingIsDeleted() {
        Expired expired = run(Clock.systemUTC()).run(plan -> false);

        assertThat(expired.deleted()).isEmpty();
        assertThat(fake.count("DeleteSnapshot")).isZero();
        expired.requireAll();
    }

    @Test
    void asksForNoConsentWhereNothingIsToGo() {
        expire();

        run(Clock.systemUTC()).run(plan -> {
            throw new AssertionError("asked");
        });
    }

    @Test
    void neverTouchesOtherLabelsPeopleOrAnotherAccount() {
        Instant old = Instant.now().minus(Duration.ofDays(500));
        String person = fake.ebs().plant(VOLUME, old, Map.of("Name", "before the upgrade"));
        String other = plant(400, Map.of(NativeTags.LABEL, "ghe-backup-2"));
        fake.ebs().plant("444455556666", VOLUME, old, "", Map.of(NativeTags.LABEL, LABEL, NativeTags.RUN, "r"));
        plantBackup(old);

        expire();

        assertThat(fake.ebs().ids()).contains(person, other).hasSize(5);
        assertThat(fake.calls().stream()
                        .filter(call -> call.action().startsWith("DescribeS"))
                        .map(call -> call.parameters().get("Owner.1")))
                .containsOnly("self");
    }

    /** One of AWS Backup, with our tags. */
    private void plantBackup(Instant started) {
        fake.ebs()
                .plant(
                        VOLUME,
                        started,
                        Map.of(
                                NativeTags.LABEL,
                                LABEL,
                                NativeTags.RUN,
                                "r",
                                "aws:backup:source-resource",
                                "arn:aws:ec2:eu-west-1:111122223333:volume/" + VOLUME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeSnapshots", "DescribeLockedSnapshots", "DescribeImages"})
    void aQuestionThatIsDeniedDeletesNothing(String action) {
        fake.deny(action);

        Failure failure = refused(Clock.systemUTC());

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(failure.getMessage()).startsWith("nothing is deleted: ");
        assertThat(failure.hint()).contains("ec2:" + action);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPageThatCannotBeReadDeletesNothing(int page) {
        fake.breakFrom("DescribeSnapshots", page, Break.THROTTLED);

        assertThat(refused(Clock.systemUTC()).kind()).isEqualTo(FailureKind.AWS_THROTTLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, -301, 301, 600})
    void clocksThatDifferDeleteNothingAndBothTimesAreNamed(int seconds) {
        Failure failure = refused(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_NOT_EXPIRED);
        assertThat(failure.getMessage())
                .containsPattern("it is \\S+Z by the clock here and \\S+Z by that of AWS, .*(5|10) min");
    }

    @Test
    void clocksThatDifferLittleAreNoReason() {
        Expired expired =
                run(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4))).run(plan -> true);

        assertThat(expired.deleted()).hasSize(3);
    }

    @Test
    void awsClockDecidesWhatIsOld() {
        String soon = plant(
                45, Map.of(NativeTags.EXPIRY, Instant.now().plusSeconds(120).toString()));

        run(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4))).run(plan -> true);

        assertThat(fake.ebs().ids()).contains(soon);
    }

    @Test
    void oneThatCannotBeDeletedDoesNotEndTheLoop() {
        List<String> before = planted.subList(0, 3);
        Expired expired = run(Clock.systemUTC()).run(plan -> {
            fake.ebs().image("ami-0123456789abcdef0", before.get(0));
            fake.ebs().lock(before.get(1), "governance");
            return true;
        });

        assertThat(expired.deleted()).containsExactly(before.get(2));
        assertThat(expired.undeleted())
                .extracting(one -> one.snapshot().id())
                .containsExactly(before.get(0), before.get(1));
        assertThatThrownBy(expired::requireAll).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_NOT_EXPIRED);
            assertThat(failure.getMessage()).startsWith("2 of 3 snapshots").contains(before.get(0));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"governance", "compliance"})
    void whatIsLockedOrUsedIsNotEvenTried(String lock) {
        fake.ebs().lock(planted.get(0), lock);
        fake.ebs().image("ami-0123456789abcdef0", planted.get(1));

        Expired expired = expire();

        assertThat(expired.deleted()).containsExactly(planted.get(2));
        assertThat(fake.count("DeleteSnapshot")).isEqualTo(1);
    }

    @Test
    void theRightToDeleteMayBeMissing() {
        fake.deny("DeleteSnapshot");
        Expired expired = expire();

        assertThat(expired.undeleted()).hasSize(3);
        assertThatThrownBy(expired::requireAll)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_NOT_EXPIRED));
    }

    @Test
    void aThrottledDeletionIsSentOnceAndPassedOver() {
        fake.breaks("DeleteSnapshot", Break.THROTTLED);

        assertThat(expire().undeleted()).hasSize(3);
        assertThat(fake.count("DeleteSnapshot")).isEqualTo(3);
    }

    @Test
    void whatOthersDeletedMeanwhileIsDone() {
        Expired expired = run(Clock.systemUTC()).run(plan -> {
            fake.ebs().remove(planted.get(0));
            return true;
        });

        assertThat(expired.deleted()).hasSize(3);
        expired.requireAll();
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_AFTER", "FAILED_AFTER"})
    void aDeletionWhoseAnswerIsLostIsLookedForByItsId(Break how) {
        fake.breaks("DeleteSnapshot", how);

        Expired expired = expire();

        assertThat(expired.deleted()).hasSize(3);
        assertThat(fake.count("DeleteSnapshot")).as("each once").isEqualTo(3);
        assertThat(fake.ebs().ids()).hasSize(2);
    }

    @Test
    void aDeletionThatNeverArrivedIsNotDone() {
        fake.breaks("DeleteSnapshot", Break.LOST_BEFORE);

        assertThat(expire().undeleted()).hasSize(3);
        assertThat(fake.ebs().ids()).hasSize(5);
    }

    @Test
    void aBackupThatIsPinnedHereStays() throws IOException {
        Files.createDirectories(state);
        new EvidenceFiles(state)
                .pin(new LocalDisk(), backup(50), new Pin(Instant.now(), Optional.empty(), Optional.empty()));

        assertThat(expire().deleted()).containsExactlyElementsOf(planted.subList(1, 3));
    }

    @Test
    void withoutAVolumeNoBackupIsPinned() {
        ExpiryRun run = new ExpiryRun(
                ec2,
                LABEL,
                new ExpirySettings(2, Optional.empty()),
                new EvidenceFiles(state.resolve("is/not/there")),
                Clock.systemUTC());

        assertThat(run.plan().deleted()).hasSize(3);
    }
}
