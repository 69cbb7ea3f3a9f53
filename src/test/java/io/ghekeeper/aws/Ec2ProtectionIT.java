package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Locks, shares and copies, at stand-ins of two Regions that are as strict as EC2. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class Ec2ProtectionIT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String ACCOUNT = "444455556666";
    private static final Map<String, String> TAGS = Map.of("ghe-keeper-run", "run-1", "Name", "a b&c <d> \u00e9");
    private static final Ec2Protection.LockRequest WEEK =
            new Ec2Protection.LockRequest("governance", 7, OptionalInt.empty());

    private FakeEc2 home;
    private FakeEc2 other;
    private Ec2 ec2;
    private Ec2 target;
    private String snapshot;

    @BeforeEach
    void start() throws IOException {
        home = new FakeEc2();
        other = new FakeEc2("eu-central-1");
        other.copiesFrom(home);
        home.properties().forEach(System::setProperty);
        home.ebs().volume(VOLUME, 200, Map.of());
        snapshot = home.ebs().plant(VOLUME, Instant.now(), TAGS);
        ec2 = of(home);
        target = of(other);
    }

    private static Ec2 of(FakeEc2 fake) {
        return new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of())
                .ec2(Optional.of(fake.region()), Optional.of(URI.create(fake.endpoint())));
    }

    @AfterEach
    void stop() {
        ec2.close();
        target.close();
        home.properties().keySet().forEach(System::clearProperty);
        home.close();
        other.close();
    }

    private static Failure failureOf(ThrowingCallable call) {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        return caught[0];
    }

    private Ec2Protection.CopyRequest request() {
        return new Ec2Protection.CopyRequest(
                snapshot, "eu-west-1", ec2.protection().copyUrl(snapshot, "eu-central-1"), Optional.empty());
    }

    private String copy() {
        return target.protection().copy(request(), "a copy", TAGS);
    }

    @Test
    void aCopyIsMadeInItsOwnRegionWithAllItsTags() {
        String copy = copy();

        other.ebs().complete();
        EbsSnapshot found = target.snapshot(copy).orElseThrow();
        assertThat(found.isCompleted()).isTrue();
        assertThat(found.tags()).isEqualTo(TAGS);
        assertThat(home.count("CopySnapshot")).isZero();
    }

    @Test
    void aCopyWhoseAddressIsNotSignedForItEndsInAnError() {
        String stranger = ec2.protection().copyUrl(snapshot, "eu-north-1");

        String copy = target.protection()
                .copy(new Ec2Protection.CopyRequest(snapshot, "eu-west-1", stranger, Optional.empty()), "", TAGS);

        assertThat(target.snapshot(copy).orElseThrow().state()).isEqualTo(EbsSnapshot.ERROR);
    }

    @Test
    void aCopyWithAKeyIsEncryptedWithIt() {
        target.protection()
                .copy(
                        new Ec2Protection.CopyRequest(
                                snapshot, "eu-west-1", request().url(), Optional.of("alias/backup")),
                        "",
                        TAGS);

        assertThat(other.calls().get(0).parameters())
                .containsEntry("KmsKeyId", "alias/backup")
                .containsEntry("Encrypted", "true");
    }

    @Test
    void neverShowsTheAddressOfACopy() {
        String signature = request().url().replaceAll(".*X-Amz-Signature=([0-9a-f]+).*", "$1");
        other.deny("CopySnapshot");

        Failure failure = failureOf(this::copy);

        assertThat(signature).hasSize(64);
        assertThat(request().toString()).doesNotContain("X-Amz", signature);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("X-Amz", signature);
        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(failure.hint()).contains("ec2:CopySnapshot", "arn:aws:ec2:eu-central-1::snapshot/*");
    }

    @Test
    void aCopyIsSentOnceThoughItsAnswerIsLost() {
        other.breaks("CopySnapshot", Break.LOST_AFTER);

        assertThat(failureOf(this::copy).kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(other.count("CopySnapshot")).isEqualTo(1);
        assertThat(other.ebs().ids()).hasSize(1);
    }

    @Test
    void aCopyOfWhatIsNotCompletedIsRefusedForCertain() {
        home.ebs().state(snapshot, "pending", 10);

        Failure failure = failureOf(this::copy);

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_FAILED);
        assertThat(failure.getMessage()).contains("IncorrectState");
    }

    @Test
    void aSnapshotIsLockedWhileItIsPending() {
        home.ebs().state(snapshot, "pending", 10);

        ec2.protection().lock(snapshot, WEEK);

        assertThat(home.ebs().lockOf(snapshot)).isEqualTo("governance");
    }

    @Test
    void aComplianceLockHasItsTimeToCoolOff() {
        ec2.protection().lock(snapshot, new Ec2Protection.LockRequest("compliance", 30, OptionalInt.of(72)));

        assertThat(home.ebs().lockOf(snapshot)).isEqualTo("compliance-cooloff");
        assertThat(home.calls().get(0).parameters())
                .containsEntry("CoolOffPeriod", "72")
                .containsEntry("LockDuration", "30");
    }

    @Test
    void aSnapshotIsSharedWithOneAccountOnly() {
        ec2.protection().share(snapshot, ACCOUNT);
        ec2.protection().share(snapshot, ACCOUNT);

        assertThat(home.ebs().sharedWith(snapshot)).containsExactly(ACCOUNT);
    }

    @Test
    void triesEachRightWithoutChangingAnything() {
        ec2.protection().requireMayLock(snapshot, WEEK);
        ec2.protection().requireMayShare(snapshot, ACCOUNT);
        target.protection().requireMayCopy(request(), TAGS);

        assertThat(home.ebs().lockOf(snapshot)).isEmpty();
        assertThat(home.ebs().sharedWith(snapshot)).isEmpty();
        assertThat(other.ebs().ids()).isEmpty();
    }

    @Test
    void aMissingRightNamesTheActionAndTheSnapshot() {
        home.deny("LockSnapshot");
        home.deny("ModifySnapshotAttribute");

        Failure lock = failureOf(() -> ec2.protection().requireMayLock(snapshot, WEEK));
        Failure share = failureOf(() -> ec2.protection().requireMayShare(snapshot, ACCOUNT));

        assertThat(lock.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(lock.hint()).contains("ec2:LockSnapshot", snapshot);
        assertThat(share.hint()).contains("ec2:ModifySnapshotAttribute", snapshot);
    }
}
