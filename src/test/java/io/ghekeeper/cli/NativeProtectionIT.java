package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.lab.FakeSys;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.nativesnapshot.NativeFollow;
import io.ghekeeper.nativesnapshot.NativeSearch;
import io.ghekeeper.nativesnapshot.NativeTags;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.snapshot.NativeStep.StepKind;
import io.ghekeeper.snapshot.NativeStep.StepState;
import io.ghekeeper.snapshot.SnapshotCopy;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks, shares and copies of native snapshots, at stand-ins of two Regions. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class NativeProtectionIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String BACKUP = "20260102T030405";
    private static final String ACCOUNT = "444455556666";
    private static final String REGION = "eu-central-1";
    private static final String RUN = "20260102T030500Z-native-0a1b";

    /** EC2 shows all that was asked for so long ago. */
    private static final Duration SETTLED = Duration.ofMinutes(6);

    private final Disk disk = new LocalDisk();
    private FakeEc2 home;
    private FakeEc2 other;
    private String snapshot;

    @BeforeEach
    void begin() throws IOException {
        home = new FakeEc2();
        other = new FakeEc2(REGION);
        other.copiesFrom(home);
        home.properties().forEach(System::setProperty);
        home.ebs().volume(VOLUME, 200, Map.of());
        configure("governance 7d");
        Path whole = WholeSnapshot.make(deployment.data(), BACKUP, "11111111-2222-3333-4444-555555555555");
        Files.createSymbolicLink(deployment.data().resolve("current"), whole.getFileName());
        WholeSnapshot.record(HandMade.journal(deployment), BACKUP, Run.Outcome.SUCCEEDED);
        snapshot = home.ebs()
                .plant(
                        VOLUME,
                        Instant.now(),
                        Map.of(
                                NativeTags.RUN,
                                RUN,
                                NativeTags.BACKUP,
                                BACKUP,
                                NativeTags.LABEL,
                                "ghe-backup",
                                NativeTags.EXPIRY,
                                "2027-01-31"));
        state("completed");
    }

    @AfterEach
    void end() {
        home.properties().keySet().forEach(System::clearProperty);
        home.close();
        other.close();
    }

    private void configure(String lock) throws IOException {
        configure(lock, other);
    }

    private void configure(String lock, FakeEc2 copies) throws IOException {
        deployment.sections("native: {enabled: true, volume-id: " + VOLUME + ", endpoint: \"" + home.endpoint()
                + "\", lock: \"" + lock + "\", share-with: [\"" + ACCOUNT + "\"], keep-last: 1, copies: [\""
                + copies.region()
                + " keep 1 endpoint " + copies.endpoint() + "\"]}");
        deployment.configure("");
    }

    /** The snapshot in a state, and its record as a run left it. */
    private void state(String word) {
        home.ebs().state(snapshot, word, 100);
        files().write(
                        disk,
                        NativeSnapshot.asked(
                                        RUN,
                                        BACKUP,
                                        VOLUME,
                                        Instant.now(),
                                        keeper().nativeSnapshots()
                                                .settings()
                                                .protection()
                                                .planned())
                                .seen(
                                        NativeSnapshot.State.PENDING,
                                        Optional.of(snapshot),
                                        OptionalInt.empty(),
                                        Instant.now(),
                                        Optional.empty()));
    }

    private Keeper keeper() {
        return HandMade.keeper(deployment);
    }

    private NativeSnapshotFiles files() {
        return new NativeSnapshotFiles(deployment.state());
    }

    private void follow(Duration later) {
        follow(later, disk);
    }

    private void follow(Duration later, Disk at) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        Keeper keeper = HandMade.keeper(deployment, at);
        try (Ec2 calls = keeper.nativeSnapshots().ec2()) {
            new NativeFollow(
                            files(),
                            new NativeSearch(clock),
                            new ProtectionAssembly(keeper.core(), keeper.nativeSnapshots()).protection(clock),
                            at)
                    .follow(calls);
        }
    }

    private NativeStep step(StepKind kind) {
        return files().all().get(0).steps().stream()
                .filter(step -> step.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private List<SnapshotCopy> evidence() {
        return new EvidenceFiles(deployment.state()).of(BACKUP).copied();
    }

    private String status() {
        return String.join(" ", Typed.at(deployment, "status").out().split("\\s+"));
    }

    @Test
    void aCompletedSnapshotIsLockedSharedAndCopied() {
        follow(SETTLED);

        assertThat(home.ebs().lockOf(snapshot)).isEqualTo("governance");
        assertThat(home.ebs().sharedWith(snapshot)).containsExactly(ACCOUNT);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.PENDING);
        assertThat(evidence()).as("a copy that is not completed proves nothing").isEmpty();

        other.ebs().complete();
        follow(SETTLED);

        String copy = other.ebs().ids().get(0);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.DONE);
        assertThat(evidence()).extracting(SnapshotCopy::place, SnapshotCopy::id).containsExactly(tuple(REGION, copy));
        assertThat(other.ebs().tags(copy))
                .containsEntry(NativeTags.RUN, RUN)
                .containsEntry(NativeTags.COPY_OF, "eu-west-1 " + snapshot)
                .containsEntry(NativeTags.VOLUME, VOLUME)
                .doesNotContainKey(NativeTags.EXPIRY);
        assertThat(Typed.at(deployment, "snapshots").out()).contains("copied");
    }

    @Test
    void nothingIsAskedAgainWhenAllIsDone() {
        follow(SETTLED);
        other.ebs().complete();
        follow(SETTLED);
        int before = home.calls().size() + other.calls().size();

        follow(SETTLED);

        assertThat(home.calls().size() + other.calls().size()).isEqualTo(before);
        assertThat(files().due(Instant.now())).isEmpty();
    }

    @Test
    void aPendingSnapshotIsLockedAtOnceAndCopiedLater() {
        state("pending");

        follow(SETTLED);

        assertThat(home.ebs().lockOf(snapshot)).isEqualTo("governance");
        assertThat(home.ebs().sharedWith(snapshot)).isEmpty();
        assertThat(other.calls()).isEmpty();
    }

    @Test
    void aLockThatIsThereIsLeftAsItIs() {
        home.ebs().lock(snapshot, "compliance");

        follow(SETTLED);

        assertThat(home.count("LockSnapshot")).isZero();
        assertThat(step(StepKind.LOCK).state()).isEqualTo(StepState.DONE);
    }

    @Test
    void aComplianceLockHasTheDaysOfTheConsent() throws IOException {
        configure("compliance 30d, not deletable for 30d");
        state("completed");

        follow(SETTLED);

        assertThat(home.calls())
                .filteredOn(call -> call.action().equals("LockSnapshot"))
                .singleElement()
                .satisfies(call -> assertThat(call.parameters())
                        .containsEntry("LockMode", "compliance")
                        .containsEntry("LockDuration", "30")
                        .containsEntry("CoolOffPeriod", "72"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compliance 30d",
                "compliance 30d, not deletable for 3d",
                "governance 7d, not deletable for 7d",
                "governance 0d",
                "compliance 36501d, not deletable for 36501d",
                "on"
            })
    void aLockWithoutItsTypedConsentIsRefused(String lock) throws IOException {
        configure(lock);

        assertThat(Typed.at(deployment, "native", "list").status()).isEqualTo(10);
        assertThat(home.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_AFTER", "FAILED_AFTER"})
    void aCopyWhoseAnswerIsLostIsFoundByItsTag(Break lost) {
        other.breaks("CopySnapshot", lost);
        follow(SETTLED);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.ASKED);
        other.repair();

        follow(SETTLED);
        follow(SETTLED.multipliedBy(3));

        assertThat(other.count("CopySnapshot")).isEqualTo(1);
        assertThat(step(StepKind.COPY).id()).contains(other.ebs().ids().get(0));
    }

    @Test
    void aCopyThatEc2DoesNotShowYetIsNotAskedForAgain() {
        other.ebs().hideNewFor(3);
        other.breaks("CopySnapshot", Break.LOST_AFTER);
        follow(SETTLED);
        other.repair();

        follow(SETTLED);
        follow(SETTLED.plus(Duration.ofMinutes(4)));

        assertThat(other.count("CopySnapshot")).isEqualTo(1);
    }

    @Test
    void aCopyThatWasNotMadeIsAskedForAgain() {
        other.breaks("CopySnapshot", Break.LOST_BEFORE);
        follow(SETTLED);
        other.repair();

        follow(SETTLED);
        assertThat(other.ebs().ids()).as("not before EC2 would have shown it").isEmpty();
        follow(SETTLED.multipliedBy(3));

        assertThat(other.ebs().ids()).hasSize(1);
    }

    @Test
    void noCopyIsAskedForBeforeTheRunThatTookTheSnapshotHasSurelyEnded() {
        follow(Duration.ZERO);

        assertThat(other.count("CopySnapshot")).isZero();
    }

    @Test
    void aLostRecordNeverMakesASecondCopy() {
        follow(SETTLED);
        other.ebs().complete();
        state("completed");

        follow(SETTLED);

        assertThat(other.count("CopySnapshot")).isEqualTo(1);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.DONE);
    }

    /** A disk that fails from an operation on leaves what a kill just before it leaves. */
    @Test
    void noBlowAtAnyOperationMakesASecondCopy() {
        int struck = 0;
        for (int n = 1; ; n++) {
            files().all().forEach(record -> files().remove(disk, record));
            other.ebs().ids().forEach(other.ebs()::remove);
            state("completed");
            other.ebs().hideNewFor(2);
            FaultyDisk failing = FaultyDisk.failingFrom(n);
            Optional<Failure> failure = Optional.empty();
            try {
                follow(SETTLED, failing);
            } catch (Failure blow) {
                failure = Optional.of(blow);
            }
            if (failing.operations() < n) {
                break;
            }
            struck++;
            assertThat(failure).as("operation " + n).isPresent();

            for (int look = 0; look < 3; look++) {
                follow(SETTLED);
            }
            follow(SETTLED.multipliedBy(3));
            other.ebs().complete();
            for (int look = 0; look < 3; look++) {
                follow(SETTLED.multipliedBy(3));
            }

            assertThat(other.ebs().ids()).as("operation " + n).hasSize(1);
            assertThat(step(StepKind.COPY).state()).as("operation " + n).isEqualTo(StepState.DONE);
            assertThat(step(StepKind.LOCK).state()).as("operation " + n).isEqualTo(StepState.DONE);
            assertThat(evidence()).as("operation " + n).hasSize(1);
        }
        assertThat(struck).isGreaterThan(10);
    }

    @Test
    void eachStepFailsAlone() {
        home.deny("LockSnapshot");

        follow(SETTLED);

        assertThat(step(StepKind.LOCK).state()).isEqualTo(StepState.FAILED);
        assertThat(step(StepKind.SHARE).state()).isEqualTo(StepState.DONE);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.PENDING);
        assertThat(status()).contains("lock (governance) of " + snapshot + ": FAILED");
    }

    @Test
    void aRefusedCopyIsTriedAgainAfterAnHour() {
        other.deny("CopySnapshot");
        follow(SETTLED);
        assertThat(status()).contains("copy to " + REGION + " of " + snapshot + ": FAILED");
        other.repair();

        follow(SETTLED);
        assertThat(other.ebs().ids()).isEmpty();
        follow(SETTLED.plus(Duration.ofHours(1)));

        assertThat(other.ebs().ids()).hasSize(1);
    }

    @Test
    void aCopyThatEndsInAnErrorIsNamedAndTriedAgainTheNextDay() {
        follow(SETTLED);
        other.ebs().state(other.ebs().ids().get(0), "error", 0);

        follow(SETTLED);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.FAILED);
        follow(SETTLED.plus(Duration.ofHours(2)));
        assertThat(other.ebs().ids()).hasSize(1);
        follow(SETTLED.plus(Duration.ofDays(1)));

        assertThat(other.ebs().ids()).hasSize(2);
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.PENDING);
    }

    @Test
    void aCopyThatIsGoneIsNoEvidenceAnyMore() {
        follow(SETTLED);
        other.ebs().complete();
        follow(SETTLED);
        assertThat(evidence()).hasSize(1);
        other.ebs().remove(other.ebs().ids().get(0));

        follow(Duration.ofDays(2));

        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.GONE);
        assertThat(evidence()).isEmpty();
        assertThat(other.count("CopySnapshot")).isEqualTo(1);
    }

    @Test
    void aBackupThatIsNotOnTheVolumeGetsNoEvidence() throws IOException {
        Files.move(deployment.data().resolve(BACKUP), folder.resolve("elsewhere"));
        follow(SETTLED);
        other.ebs().complete();

        follow(SETTLED);

        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.DONE);
        assertThat(evidence()).isEmpty();
    }

    @Test
    void onlyOneProcessFollows() {
        boolean[] followed = new boolean[1];

        boolean first = files().following(disk, () -> followed[0] = files().following(disk, () -> follow(SETTLED)));

        assertThat(first).isTrue();
        assertThat(followed[0]).isFalse();
        assertThat(home.calls()).isEmpty();
    }

    @Test
    void theListShowsCopiesAndThoseThatAreAlone() {
        follow(SETTLED);
        other.ebs().complete();
        String alone = other.ebs()
                .plant(
                        "vol-ffffffff",
                        Instant.now(),
                        Map.of(
                                NativeTags.LABEL, "ghe-backup",
                                NativeTags.COPY_OF, "eu-west-1 snap-0123456789abcdef0",
                                NativeTags.BACKUP, "20250102T030405"));

        String out = Typed.at(deployment, "native", "list").out();

        assertThat(out)
                .contains("COPIES", REGION)
                .contains("a copy alone: " + alone + " in " + REGION + ", with backup 20250102T030405");
    }

    @Test
    void aRegionThatDoesNotAnswerIsAWarningOfTheList() {
        other.deny("DescribeSnapshots");

        var result = Typed.at(deployment, "native", "list");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("which copies are in " + REGION + " is unknown", "ec2:DescribeSnapshots");
    }

    private String copyOf(Duration age) {
        return copyOf(age, VOLUME);
    }

    private String copyOf(Duration age, String volume) {
        return other.ebs()
                .plant(
                        "vol-ffffffff",
                        Instant.now().minus(age),
                        Map.of(
                                NativeTags.LABEL,
                                "ghe-backup",
                                NativeTags.RUN,
                                RUN,
                                NativeTags.VOLUME,
                                volume,
                                NativeTags.COPY_OF,
                                "eu-west-1 snap-1"));
    }

    @Test
    void copiesAreDeletedInTheirOwnRegionByTheirOwnNumber() {
        String old = copyOf(Duration.ofDays(3));
        String newest = copyOf(Duration.ofDays(2));

        var plan = Typed.at(deployment, "native", "expire", "--plan");
        var done = Typed.at(deployment, "native", "expire", "--yes");

        assertThat(plan.out()).containsPattern(old + " +delete .*keep of native.copies is 1");
        assertThat(done.status()).isZero();
        assertThat(other.ebs().ids()).containsExactly(newest);
        assertThat(home.ebs().ids()).containsExactly(snapshot);
    }

    @Test
    void snapshotsOfAKeeperInThatRegionAreItsOwnThoughTheyHaveOurLabel() {
        List<String> others = List.of(3, 2, 1).stream()
                .map(days -> other.ebs()
                        .plant(
                                "vol-0123456789abcdef7",
                                Instant.now().minus(Duration.ofDays(days)),
                                Map.of(NativeTags.LABEL, "ghe-backup", NativeTags.RUN, "run-of-another")))
                .toList();
        home.ebs()
                .plant(
                        "vol-ffffffff",
                        Instant.now().minus(Duration.ofDays(9)),
                        Map.of(
                                NativeTags.LABEL, "ghe-backup",
                                NativeTags.RUN, "run-of-another",
                                NativeTags.COPY_OF, "us-east-1 snap-0000000a"));

        assertThat(Typed.at(deployment, "native", "expire", "--yes").status()).isZero();

        assertThat(other.ebs().ids()).containsExactlyElementsOf(others);
        assertThat(home.ebs().ids()).hasSize(2);
    }

    @Test
    void theOwnRegionIsNoPlaceForCopies() throws IOException {
        configure("off", home);
        state("completed");

        follow(SETTLED);

        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.FAILED);
        assertThat(status()).contains("native.copies names the Region of the volume itself");
        assertThat(evidence()).isEmpty();
        assertThat(home.count("CopySnapshot")).isZero();
    }

    @Test
    void aRegionThatIsNotConfiguredAnyMoreIsNoEvidence() throws IOException {
        follow(SETTLED);
        other.ebs().complete();
        follow(SETTLED);
        assertThat(evidence()).hasSize(1);
        deployment.sections("native: {enabled: true, endpoint: \"" + home.endpoint() + "\"}");
        deployment.configure("");

        follow(Duration.ofDays(2));

        assertThat(evidence()).isEmpty();
        assertThat(step(StepKind.COPY).state()).isEqualTo(StepState.GONE);
        assertThat(other.ebs().ids()).hasSize(1);
    }

    @Test
    void theNewestCopyOfEachVolumeStays() {
        String earlier = copyOf(Duration.ofDays(3), "vol-0123456789abcdef1");
        String newest = copyOf(Duration.ofDays(2));

        assertThat(Typed.at(deployment, "native", "expire", "--yes").status()).isZero();
        assertThat(other.ebs().ids()).containsExactly(earlier, newest);
    }

    @Test
    void whatFailsInOneRegionLeavesTheOtherToBeDone() {
        copyOf(Duration.ofDays(3));
        String newest = copyOf(Duration.ofDays(2));
        home.deny("DescribeImages");

        var done = Typed.at(deployment, "native", "expire", "--yes");

        assertThat(done.status()).isEqualTo(102);
        assertThat(done.err()).contains("nothing is deleted", "ec2:DescribeImages");
        assertThat(other.ebs().ids()).containsExactly(newest);
    }

    @Test
    void doctorNamesEachRightThatIsMissing() {
        home.deny("LockSnapshot");
        home.deny("ModifySnapshotAttribute");
        other.deny("CopySnapshot");

        Failure failure = failureOf(this::proven);

        assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(failure.hint())
                .contains("ec2:LockSnapshot", snapshot)
                .contains("ec2:ModifySnapshotAttribute")
                .contains("ec2:CopySnapshot", "arn:aws:ec2:" + REGION + "::snapshot/*");
        assertThat(home.ebs().lockOf(snapshot)).isEmpty();
        assertThat(home.ebs().sharedWith(snapshot)).isEmpty();
        assertThat(other.ebs().ids()).isEmpty();
    }

    @Test
    void doctorProvesEachRightAndChangesNothing() {
        assertThat(proven())
                .contains("ec2:LockSnapshot is allowed", "ec2:ModifySnapshotAttribute for " + ACCOUNT + " is allowed")
                .contains("ec2:CopySnapshot to " + REGION + " is allowed");
        assertThat(home.ebs().lockOf(snapshot)).isEmpty();
        assertThat(other.ebs().ids()).isEmpty();
    }

    private String proven() {
        Keeper keeper = keeper();
        NativeAssembly natives = keeper.nativeSnapshots();
        try {
            FakeSys sys = FakeSys.of(folder.resolve("sys"), folder);
            sys.disk("nvme1n1", 200, "vol0123456789abcdef0");
            return new NativeProof(
                            keeper.core(), natives, new OwnVolume(natives.settings(), deployment.data(), sys.root()))
                    .words();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failure failureOf(ThrowingCallable call) {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        return caught[0];
    }
}
