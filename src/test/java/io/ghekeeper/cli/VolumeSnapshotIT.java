package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.NativeEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.lab.FakeSys;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.nativesnapshot.NativeFollow;
import io.ghekeeper.nativesnapshot.NativeSearch;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.nativesnapshot.VolumeSnapshotRun;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshot.State;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The run that asks EBS for a snapshot of the volume, at a stand-in of EC2. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class VolumeSnapshotIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String BACKUP = "20260102T030405";
    private static final String UUID = "11111111-2222-3333-4444-555555555555";
    private static final String LATER = "20260103T030405";
    private static final Duration PAUSE = Duration.ofMillis(1);

    private FakeEc2 ec2;
    private FakeSys sys;

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        ec2.properties().forEach(System::setProperty);
        ec2.ebs().volume(VOLUME, 200, Map.of("Name", "data"));
        sys = FakeSys.of(folder.resolve("sys"), folder);
        sys.disk("nvme1n1", 200, "vol0123456789abcdef0");
        configure("");
        backedUp(BACKUP, Run.Outcome.SUCCEEDED);
    }

    @AfterEach
    void end() {
        ec2.properties().keySet().forEach(System::clearProperty);
        ec2.close();
    }

    private void configure(String more) throws IOException {
        deployment.sections("native: {enabled: true, endpoint: \"" + ec2.endpoint() + "\"" + more + "}");
        deployment.configure("");
    }

    private void backedUp(String id, Run.Outcome outcome, String... losses) throws IOException {
        Path snapshot = WholeSnapshot.make(deployment.data(), id, UUID);
        Files.deleteIfExists(deployment.data().resolve("current"));
        Files.createSymbolicLink(deployment.data().resolve("current"), snapshot.getFileName());
        nextSecond();
        WholeSnapshot.record(HandMade.journal(deployment), id, outcome, losses);
    }

    private VolumeSnapshotRun run(Disk disk, Clock clock) {
        Keeper keeper = HandMade.keeper(deployment, disk);
        NativeAssembly natives = keeper.nativeSnapshots();
        return new VolumeSnapshotRun(
                natives.execution(),
                keeper.core().historyReader(),
                new VolumeSnapshotRun.VolumeSource(
                        files(),
                        disk,
                        new OwnVolume(natives.settings(), deployment.data(), sys.root()),
                        new NativeSearch(clock),
                        deployment.data(),
                        natives.settings().protection().planned()),
                natives::ec2,
                natives::tags,
                PAUSE);
    }

    private Run take() {
        return take(false);
    }

    private Run take(boolean again) {
        nextSecond();
        return run(new LocalDisk(), Clock.systemUTC()).run(Run.Cause.HAND, Optional.empty(), again);
    }

    private Failure refused() {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(this::take).isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        return caught[0];
    }

    /** Later by what EC2 needs to show all. */
    private static Clock later() {
        return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
    }

    private void follow(Clock clock) {
        Keeper keeper = HandMade.keeper(deployment);
        try (var calls = keeper.nativeSnapshots().ec2()) {
            new NativeFollow(
                            files(),
                            new NativeSearch(clock),
                            new ProtectionAssembly(keeper.core(), keeper.nativeSnapshots()).protection(clock),
                            new LocalDisk())
                    .follow(calls);
        }
    }

    private NativeSnapshotFiles files() {
        return new NativeSnapshotFiles(deployment.state());
    }

    private NativeSnapshot record() {
        assertThat(files().all()).hasSize(1);
        return files().all().get(0);
    }

    private Optional<KeepWork> due() {
        return HandMade.keeper(deployment).nativeSnapshots().task().due(Instant.now());
    }

    @Test
    void theSnapshotHasAllTagsInTheCallThatMadeIt() {
        Run run = take();

        String id = ec2.ebs().ids().get(0);
        assertThat(ec2.ebs().tags(id))
                .containsEntry("ghe-keeper-run", run.id())
                .containsEntry("ghe-keeper-backup", BACKUP)
                .containsEntry("ghe-keeper-label", "ghe-backup")
                .containsEntry("ghe-keeper-appliance", UUID)
                .containsEntry("ghe-keeper-host", deployment.appliance().host())
                .containsEntry("Name", "ghe-keeper ghe-backup " + BACKUP);
        assertThat(run.last(NativeEvent.NativeBegun.class)).contains(new NativeEvent.NativeBegun(id, VOLUME, BACKUP));
        assertThat(record().state()).isEqualTo(State.PENDING);
        assertThat(record().id()).contains(id);
    }

    @Test
    void whatIsAskedForIsOnDiskBeforeTheCall() {
        List<State> states = new ArrayList<>();
        List<Boolean> events = new ArrayList<>();
        ec2.ebs().atCreation(() -> {
            states.add(record().state());
            events.add(HandMade.journal(deployment).find(record().run()).has(NativeEvent.NativeAsked.class));
        });

        take();

        assertThat(states).containsExactly(State.ASKED);
        assertThat(events).containsExactly(true);
    }

    @Test
    void noOtherRunOfTheCaptureLaneGoesOnMeanwhile() {
        List<Boolean> free = new ArrayList<>();
        ec2.ebs()
                .atCreation(() -> free.add(
                        HandMade.journal(deployment).acquireCaptureIfFree().isPresent()));

        take();

        assertThat(free).containsExactly(false);
    }

    @Test
    void aBackupIsNeverInTwoSnapshots() {
        take();
        take();
        ec2.ebs().complete();
        follow(Clock.systemUTC());
        take();

        assertThat(ec2.count("CreateSnapshot")).isEqualTo(1);
        assertThat(due()).isEmpty();
    }

    @Test
    void aPersonMayHaveAnotherOneMade() {
        take();
        take(true);

        assertThat(ec2.ebs().ids()).hasSize(2);
    }

    @Test
    void theNextGoodBackupIsDue() throws IOException {
        assertThat(due()).isPresent();
        take();
        assertThat(due()).isEmpty();

        backedUp(LATER, Run.Outcome.SUCCEEDED);

        assertThat(due()).isPresent();
        take();
        assertThat(ec2.ebs().ids()).hasSize(2);
    }

    @Test
    void nothingIsTakenAfterABackupThatIsNotGood() throws IOException {
        backedUp(LATER, Run.Outcome.SUSPECT, "repositories: 3 fewer");

        assertThat(due()).isEmpty();
        assertThat(refused().kind()).isEqualTo(FailureKind.SNAPSHOT_UNKNOWN);
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void nothingIsDueAndNothingIsCalledWhereItIsOff() throws IOException {
        deployment.sections("");
        deployment.configure("");

        assertThat(due()).isEmpty();
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void aLostAnswerIsFoundByTheTag() {
        ec2.breaks("CreateSnapshot", Break.LOST_AFTER);
        ec2.ebs().hideNewFor(2);

        Run run = take();

        assertThat(ec2.count("CreateSnapshot")).isEqualTo(1);
        assertThat(record().state()).isEqualTo(State.PENDING);
        assertThat(run.last(NativeEvent.NativeAdopted.class))
                .contains(new NativeEvent.NativeAdopted(ec2.ebs().ids().get(0), run.id()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_BEFORE", "LOST_AFTER", "FAILED_AFTER"})
    void aLostAnswerThatIsNotFoundIsUnknownAndNeverAskedAgainBeforeItIsProven(Break how) {
        ec2.breaks("CreateSnapshot", how);
        ec2.ebs().hideNewFor(1000);

        assertThat(refused().kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(record().state()).isEqualTo(State.ASKED);
        ec2.repair();

        assertThat(due()).as("not while it is unknown").isEmpty();
        assertThat(refused().kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(ec2.count("CreateSnapshot")).isEqualTo(1);
    }

    @Test
    void whatShowsUpLateIsAdopted() {
        ec2.breaks("CreateSnapshot", Break.LOST_AFTER);
        ec2.ebs().hideNewFor(4);
        refused();
        ec2.repair();

        Run next = take();

        assertThat(next.has(NativeEvent.NativeAdopted.class)).isTrue();
        assertThat(ec2.ebs().ids()).hasSize(1);
        assertThat(record().state()).isEqualTo(State.PENDING);
    }

    @Test
    void whatEc2DoesNotShowAfterFiveMinutesWasNotMade() {
        ec2.breaks("CreateSnapshot", Break.LOST_BEFORE);
        refused();
        ec2.repair();
        follow(Clock.systemUTC());
        assertThat(record().state()).as("it is too early").isEqualTo(State.ASKED);

        follow(later());

        assertThat(record().state()).isEqualTo(State.NONE);
        take();
        assertThat(ec2.ebs().ids()).hasSize(1);
    }

    @Test
    void aRefusalIsNoUnknownOutcome() {
        ec2.deny("CreateSnapshot");

        assertThat(refused().kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(record().state()).isEqualTo(State.NONE);
        assertThat(record().remark().orElseThrow()).contains("access denied");
        ec2.repair();
        take();
        assertThat(ec2.ebs().ids()).hasSize(1);
    }

    @Test
    void aThrottledCallIsNoUnknownOutcome() {
        ec2.breaks("CreateSnapshot", Break.THROTTLED);

        assertThat(refused().kind()).isEqualTo(FailureKind.AWS_THROTTLED);
        assertThat(record().state()).isEqualTo(State.NONE);
    }

    @Test
    void slowIsNotFailed() {
        take();
        follow(Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
        ec2.ebs().state(ec2.ebs().ids().get(0), "pending", 73);
        follow(Clock.offset(Clock.systemUTC(), Duration.ofDays(3)));

        assertThat(record().state()).isEqualTo(State.PENDING);
        assertThat(record().progress()).hasValue(73);
    }

    @Test
    void whatIsCompletedIsFollowedNoMore() {
        take();
        ec2.ebs().complete();
        follow(Clock.systemUTC());
        long asked = ec2.count("DescribeSnapshots");

        follow(Clock.systemUTC());

        assertThat(record().state()).isEqualTo(State.COMPLETED);
        assertThat(ec2.count("DescribeSnapshots")).isEqualTo(asked);
    }

    @Test
    void whatIsDeletedElsewhereIsGoneAndTheNextOneIsTaken() {
        take();
        ec2.ebs().remove(ec2.ebs().ids().get(0));

        follow(later());

        assertThat(record().state()).isEqualTo(State.GONE);
        assertThat(due()).isPresent();
    }

    @Test
    void anErrorOfEbsIsNamed() {
        take();
        ec2.ebs().state(ec2.ebs().ids().get(0), "error", 10);

        follow(Clock.systemUTC());

        assertThat(record().state()).isEqualTo(State.ERROR);
        assertThat(record().remark()).isPresent();
    }

    @Test
    void whereEc2DoesNotAnswerNothingIsConcluded() {
        take();
        ec2.breaks("DescribeSnapshots", Break.THROTTLED);

        assertThatThrownBy(() -> follow(later())).isInstanceOf(Failure.class);

        assertThat(record().state()).isEqualTo(State.PENDING);
        assertThat(record().remark().orElseThrow()).contains("slow down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void whatABackupWroteIsInTheSnapshot(String fileSystem) throws IOException {
        Assumptions.assumeTrue(Mount.possible(), "only root mounts");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/mkfs." + fileSystem)), "mkfs." + fileSystem + " is not here");
        Path image = folder.resolve("image");
        Path copy = folder.resolve("copy");
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Path data = deployment.data().getParent();
        Tool.run("truncate", "-s", "400m", image.toString());
        Tool.run("mkfs." + fileSystem, "-q", image.toString());
        Tool.run("mount", "-o", "loop", image.toString(), data.toString());
        try {
            sys = FakeSys.of(folder.resolve("sys2"), data);
            sys.disk("nvme1n1", 200, "vol0123456789abcdef0");
            backedUp(LATER, Run.Outcome.SUCCEEDED);
            ec2.ebs().atCreation(() -> Tool.run("cp", "--sparse=always", image.toString(), copy.toString()));

            take();

            Tool.run(
                    "mount",
                    "-o",
                    "loop" + (fileSystem.equals("xfs") ? ",nouuid" : ""),
                    copy.toString(),
                    restored.toString());
            assertThat(restored.resolve("ghe-production-data").resolve(LATER))
                    .satisfies(there -> assertThat(Tool.run(
                                    "diff",
                                    "-r",
                                    deployment.data().resolve(LATER).toString(),
                                    there.toString()))
                            .isEmpty());
        } finally {
            Tool.run(
                    "bash",
                    "-c",
                    "umount -l \"$0\" 2>/dev/null; umount -l \"$1\"",
                    restored.toString(),
                    data.toString());
        }
    }

    @Test
    void aRunThatDiesAtAnyWriteNeverLeadsToTwoSnapshotsOfABackup() throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        nextSecond();
        run(sound, Clock.systemUTC()).run(Run.Cause.HAND, Optional.empty(), false);
        int operations = sound.operations();
        assertThat(operations).isGreaterThan(10);
        for (int n : KillPoints.of(operations, 5).toArray()) {
            for (String id : ec2.ebs().ids()) {
                ec2.ebs().remove(id);
            }
            for (NativeSnapshot left : files().all()) {
                files().remove(new LocalDisk(), left);
            }
            nextSecond();
            Disk dying = FaultyDisk.brokenFrom(n, new LocalDisk());
            try {
                run(dying, Clock.systemUTC()).run(Run.Cause.HAND, Optional.empty(), false);
            } catch (Failure died) {
                // As it is to.
            }
            follow(later());
            take();

            assertThat(ec2.ebs().ids()).as("operation %d of %d", n, operations).hasSize(1);
            assertThat(files().all().stream()
                            .filter(one -> one.state() == State.PENDING)
                            .toList())
                    .hasSize(1);
        }
    }
}
