package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.NativeEvent.UndoAsked;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.NativeEvent.UndoMade.SnapshotOfDevice;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.nativesnapshot.ApplianceSnapshotRun;
import io.ghekeeper.nativesnapshot.ApplianceSnapshots;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code native take --appliance}: all volumes of an appliance, at a stand-in of EC2. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ApplianceSnapshotIT extends OneDeployment {
    private static final String HOST = "192.0.2.7";
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final String BOOT = "vol-00000000000000aaa";
    private static final String DATA = "vol-00000000000000bbb";

    private FakeEc2 ec2;

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        ec2.properties().forEach(System::setProperty);
        ec2.instances().run(INSTANCE, "github", HOST, BOOT, DATA);
        ec2.instances().run("i-00000000000000001", "another", "192.0.2.8", "vol-0000000c", "vol-0000000d");
        configure("true");
        HandMade.journal(deployment).createDirectories();
    }

    @AfterEach
    void end() {
        ec2.properties().keySet().forEach(System::clearProperty);
        ec2.close();
    }

    private void configure(String enabled) throws IOException {
        deployment.sections("native: {enabled: " + enabled + ", endpoint: \"" + ec2.endpoint() + "\"}");
        deployment.configure("");
    }

    private Run take(String host) {
        Keeper keeper = HandMade.keeper(deployment);
        NativeAssembly natives = keeper.nativeSnapshots();
        return new ApplianceSnapshotRun(
                        natives.execution(),
                        keeper.core().historyReader(),
                        new ApplianceSnapshots(natives::ec2, "ghe-backup", Duration.ofMillis(1)))
                .run(Optional.empty(), host);
    }

    private Failure refused() {
        Failure[] caught = new Failure[1];
        assertThatThrownBy(() -> take(HOST)).isInstanceOfSatisfying(Failure.class, failure -> caught[0] = failure);
        return caught[0];
    }

    private UndoMade made(String host) {
        return take(host).last(UndoMade.class).orElseThrow();
    }

    @Test
    void takesAllVolumesOfOneInstantWithTheirTags() {
        UndoMade made = made(HOST);

        List<String> ids = ec2.ebs().ids();
        assertThat(made.snapshots())
                .containsExactly(
                        new SnapshotOfDevice("/dev/xvda", BOOT, ids.get(0)),
                        new SnapshotOfDevice("/dev/xvdf", DATA, ids.get(1)));
        assertThat(made.instance()).isEqualTo(INSTANCE);
        assertThat(ids)
                .allSatisfy(id -> assertThat(ec2.ebs().tags(id))
                        .containsEntry("ghe-keeper-undo", "before-upgrade")
                        .containsEntry("ghe-keeper-run", made.run())
                        .containsEntry("ghe-keeper-host", HOST)
                        .containsEntry("Name", "ghe-keeper ghe-backup " + HOST + " before-upgrade")
                        .doesNotContainKey("ghe-keeper-backup"));
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
    }

    @Test
    void findsItByAFurtherAndByAPublicAddress() {
        ec2.instances().furtherAddress(INSTANCE, "192.0.2.70");
        ec2.instances().publicAddress(INSTANCE, "198.51.100.7");

        assertThat(made("192.0.2.70").instance()).isEqualTo(INSTANCE);
        assertThat(made("198.51.100.7").instance()).isEqualTo(INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such instance", "two instances", "stopped", "no data volume"})
    void whatIsNotProvenIsRefusedAndNothingIsMade(String what) {
        switch (what) {
            case "two instances" -> ec2.instances().run("i-00000000000000002", "x", HOST, "vol-0000000a");
            case "stopped" -> ec2.instances().state(INSTANCE, "stopped");
            case "no data volume" -> ec2.instances().run(INSTANCE, "github", HOST, BOOT);
            default -> ec2.instances().run(INSTANCE, "github", "192.0.2.1", BOOT, DATA);
        }

        Failure refused = refused();

        assertThat(refused.kind()).isEqualTo(FailureKind.NATIVE_VOLUME_UNPROVEN);
        assertThat(refused.getMessage()).contains(HOST);
        assertThat(ec2.count("CreateSnapshots")).isZero();
    }

    @Test
    void aNameWithoutAnAddressIsRefused() {
        assertThatThrownBy(() -> take("no-such-host.invalid"))
                .hasMessageContaining("no-such-host.invalid has no IPv4 address");
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void isRecordedBeforeTheCallAndHoldsTheLease() {
        List<Boolean> recorded = new ArrayList<>();
        List<Boolean> free = new ArrayList<>();
        ec2.ebs().atCreation(() -> {
            recorded.add(
                    HandMade.journal(deployment).newest(1).readable().get(0).has(UndoAsked.class));
            free.add(HandMade.journal(deployment).acquireCaptureIfFree().isPresent());
        });

        take(HOST);

        assertThat(recorded).containsOnly(true);
        assertThat(free).containsOnly(false);
    }

    @Test
    void aMissingRightIsNamedAndNothingIsRecordedAsAsked() {
        ec2.deny("CreateSnapshots");

        Failure refused = refused();

        assertThat(refused.kind()).isEqualTo(FailureKind.NATIVE_DENIED);
        assertThat(refused.hint()).contains("ec2:CreateSnapshots", "instance/" + INSTANCE);
        assertThat(HandMade.journal(deployment).newest(1).readable().get(0).has(UndoAsked.class))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_AFTER", "FAILED_AFTER"})
    void aLostAnswerIsFoundByTheTagAndNotAskedForAgain(Break how) {
        ec2.breakFrom("CreateSnapshots", 2, how);
        ec2.ebs().hideNewFor(2);

        assertThat(made(HOST).snapshots()).hasSize(2);
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Break.class,
            names = {"LOST_BEFORE", "LOST_AFTER"})
    void aLostAnswerThatIsNotFoundIsUnknown(Break how) {
        ec2.breakFrom("CreateSnapshots", 2, how);
        ec2.ebs().hideNewFor(1000);

        assertThat(refused().kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
    }

    @Test
    void whatShowsUpLateIsKeptAndNoSecondOneIsMade() {
        ec2.breakFrom("CreateSnapshots", 2, Break.LOST_AFTER);
        ec2.ebs().hideNewFor(5);
        refused();
        ec2.repair();
        nextSecond();
        assertThat(refused().getMessage()).contains("it is not known yet whether they were made");
        nextSecond();

        assertThat(made(HOST).snapshots()).hasSize(2);
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
    }

    @Test
    void aPersonMayHaveAnotherOneMade() {
        made(HOST);
        nextSecond();

        UndoMade second = made(HOST);

        assertThat(ec2.count("CreateSnapshots")).isEqualTo(2);
        assertThat(second.snapshots().get(0).snapshot())
                .isEqualTo(ec2.ebs().ids().get(2));
    }

    @Test
    void ofALostAnswerAPartOfTheVolumesIsNotTheWayBack() {
        ec2.breakFrom("CreateSnapshots", 2, Break.LOST_AFTER);
        ec2.instances().passOver(DATA);

        assertThat(refused().kind()).isEqualTo(FailureKind.NATIVE_UNKNOWN);
    }

    @Test
    void anAnswerWithoutOneOfTheVolumesIsAFailureThatNamesIt() {
        ec2.instances().passOver(DATA);

        Failure refused = refused();

        assertThat(refused.kind()).isEqualTo(FailureKind.NATIVE_FAILED);
        assertThat(refused.getMessage()).contains("EC2 makes no snapshot of " + DATA, "1 of 2");
    }

    @Test
    void aThrottledCallIsNoUnknownOutcome() {
        ec2.breakFrom("CreateSnapshots", 2, Break.THROTTLED);

        assertThat(refused().kind()).isEqualTo(FailureKind.AWS_THROTTLED);
        assertThat(ec2.ebs().ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-oProxyCommand=x", "a b", "", "$(reboot)", "host:22"})
    void whatIsNoHostIsRefusedBeforeAnythingIsAsked(String host) {
        Deployment.Result result = Typed.at(deployment, "native", "take", "--appliance=" + host);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("is not a host name or an IPv4 address");
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void offItIsRefusedAndNothingIsCalled() throws IOException {
        configure("false");

        Deployment.Result result = Typed.at(deployment, "native", "take", "--appliance", HOST);

        assertThat(result.status()).isEqualTo(10);
        assertThat(result.err()).contains("native.enabled is false and restore.undo is off");
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void theListSaysOfWhichApplianceItIs() throws IOException {
        take(HOST);
        configure("false");
        deployment.undo("try");
        deployment.configure("");

        Deployment.Result listed = Typed.at(deployment, "native", "list");

        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("appliance " + HOST + " before an upgrade");
    }

    @Test
    void whatARestoreTookIsDeletedWhereOnlyTheWayBackIsOn() throws IOException {
        take(HOST);
        configure("false");
        deployment.undo("try");
        deployment.configure("");

        Deployment.Result plan = Typed.at(deployment, "native", "expire", "--plan");

        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("keep");
    }
}
