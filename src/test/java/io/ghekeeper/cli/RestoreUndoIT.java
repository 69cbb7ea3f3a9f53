package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.NativeEvent.UndoAsked;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back from a restore, at a stand-in of EC2, with an engine that touches no appliance. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RestoreUndoIT {
    private static final String SNAPSHOT = "20250101T030000";
    private static final String TARGET = "127.0.0.2";
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final String BOOT = "vol-00000000000000aaa";
    private static final String DATA = "vol-00000000000000bbb";
    private static final String MORE = "vol-00000000000000ccc";
    private static final String FAILS = "GHE_QUICK_RESTORE_STATUS=7";

    @TempDir
    private static Path folder;

    private static Deployment deployment;
    private static String uuid;

    private FakeEc2 ec2;

    @BeforeAll
    static void deploy() throws IOException {
        deployment = Deployment.in(folder);
        deployment.useQuickEngine();
        uuid = Files.readString(deployment.appliance().files().at("/data/user/common/uuid"))
                .strip();
        deployment.target().files().uuid(uuid);
    }

    @AfterAll
    static void remove() throws IOException {
        deployment.close();
    }

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        ec2.properties().forEach(System::setProperty);
        ec2.instances().run(INSTANCE, "github-new", TARGET, BOOT, DATA, MORE);
        for (Path path : List.of(deployment.data(), deployment.state())) {
            Tool.run("rm", "-rf", path.toString());
        }
        deployment.target().files().maintenance(true);
        Files.deleteIfExists(deployment.target().files().at("/sys/devices/virtual/dmi/id/board_asset_tag"));
        undo("required");
        WholeSnapshot.make(deployment.data(), SNAPSHOT, uuid);
        Journal journal = HandMade.pastJournal(deployment);
        WholeSnapshot.record(journal, SNAPSHOT, Run.Outcome.SUCCEEDED);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun earlier = journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            earlier.record(RunEvent.of("target", Map.of("host", TARGET, "addresses", TARGET, "own-uuid", "abc")));
            earlier.end(Run.Outcome.FAILED, Optional.empty());
        }
    }

    @AfterEach
    void end() {
        ec2.properties().keySet().forEach(System::clearProperty);
        ec2.close();
    }

    private void undo(String mode) throws IOException {
        deployment.sections("native: {endpoint: \"" + ec2.endpoint() + "\"}");
        deployment.undo(mode);
        deployment.configure("");
    }

    private static Deployment.Result restore(String... more) {
        OneDeployment.nextSecond();
        List<String> words = new ArrayList<>(List.of("restore", TARGET, "--yes", TARGET, "--foreground"));
        words.addAll(List.of(more));
        return Typed.at(deployment, words.toArray(String[]::new));
    }

    private static Deployment.Result plan(String... more) {
        List<String> words = new ArrayList<>(List.of("restore", TARGET, "--plan"));
        words.addAll(List.of(more));
        return Typed.at(deployment, words.toArray(String[]::new));
    }

    private static Run newest() {
        return HandMade.journal(deployment).restores().findFirst().orElseThrow();
    }

    private static boolean hasWritten(Run run) {
        return run.has(RunEvent.StepBegun.class) || run.has(RunEvent.KeyOpened.class);
    }

    private List<String> volumes() {
        return newest().last(UndoMade.class).orElseThrow().snapshots().stream()
                .map(UndoMade.SnapshotOfDevice::volume)
                .toList();
    }

    @Test
    void theDataVolumesAreTakenOnceAndTheWayBackIsPrinted() {
        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
        assertThat(volumes()).containsExactly(DATA, MORE);
        List<String> ids = ec2.ebs().ids();
        assertThat(ids).hasSize(2);
        assertThat(ec2.ebs().tags(ids.get(0)))
                .containsEntry("ghe-keeper-run", newest().id())
                .containsEntry("ghe-keeper-undo", newest().id())
                .containsEntry("ghe-keeper-label", "ghe-backup")
                .containsEntry("ghe-keeper-host", TARGET);
        assertThat(result.out())
                .contains("the way back: these lines take " + TARGET + " back")
                .contains("  aws ec2 stop-instances --instance-ids " + INSTANCE)
                .contains("--snapshot-id " + ids.get(0), "--snapshot-id " + ids.get(1))
                .contains("aws ec2 detach-volume --volume-id " + DATA)
                .contains("  --device /dev/xvdf --volume-id $new1", "  --device /dev/xvdg --volume-id $new2");
    }

    @Test
    void itIsTakenBeforeTheEngineBeginsAndInMaintenanceMode() {
        deployment.target().files().maintenance(false);
        List<Run> seen = new ArrayList<>();
        ec2.ebs().atCreation(() -> seen.add(newest()));

        assertThat(restore("--maintenance").status()).isZero();

        assertThat(seen).isNotEmpty().allSatisfy(run -> {
            assertThat(run.has(UndoAsked.class)).as("recorded before the call").isTrue();
            assertThat(run.has(RestoreEvent.MaintenanceSet.class)).isTrue();
            assertThat(hasWritten(run)).isFalse();
        });
    }

    @Test
    void aRestoreThatFailsPrintsTheWayBackAndTheRecordKeepsIt() {
        Deployment.Result failed = restore("--option", FAILS);

        assertThat(failed.status()).isEqualTo(90);
        assertThat(failed.out()).contains("  aws ec2 start-instances --instance-ids " + INSTANCE);
        assertThat(Typed.at(deployment, "runs", "show", newest().id()).out())
                .contains("  aws ec2 start-instances --instance-ids " + INSTANCE);
    }

    @Test
    void thePlanNamesInstanceAndVolumesAndChangesNothing() throws IOException {
        Deployment.Result text = plan();
        JsonNode json = new ObjectMapper().readTree(plan("--json").out());

        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out().replaceAll("\\s+", " "))
                .contains("undo required, before anything is written, EBS snapshots of the data of " + INSTANCE
                        + " (github-new): " + DATA + " at /dev/xvdf, " + MORE + " at /dev/xvdg");
        assertThat(json.at("/undo/mode").asText()).isEqualTo("required");
        assertThat(json.at("/undo/instance").asText()).isEqualTo(INSTANCE);
        assertThat(json.at("/undo/volumes/0/volume").asText()).isEqualTo(DATA);
        assertThat(json.at("/undo/problem").isNull()).isTrue();
        assertThat(ec2.count("CreateSnapshots")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such instance", "two instances", "stopped", "no data volume"})
    void whereItIsNotProvenWhichVolumesTheyAreARequiredOneStopsTheRestore(String what) throws IOException {
        spoil(what);

        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isEqualTo(103);
        assertThat(result.err()).contains("restore.undo is required, and no way back can be made: ");
        assertThat(ec2.count("CreateSnapshots")).isZero();
        assertThat(HandMade.journal(deployment).restores().filter(run -> hasWritten(run)))
                .isEmpty();
    }

    private void spoil(String what) throws IOException {
        switch (what) {
            case "two instances" -> ec2.instances().run("i-0123456789abcdef1", "other", TARGET, "vol-0000000a");
            case "stopped" -> ec2.instances().state(INSTANCE, "stopped");
            case "no data volume" -> ec2.instances().run(INSTANCE, "github-new", TARGET, BOOT);
            default -> ec2.instances().run(INSTANCE, "github-new", "192.0.2.1", BOOT, DATA);
        }
    }

    @Test
    void aTriedOneThatCannotBeMadeIsAWarningAndTheRestoreGoesOn() throws IOException {
        undo("try");
        spoil("no such instance");

        assertThat(plan().out().replaceAll("\\s+", " "))
                .contains("undo try, and no way back can be made")
                .contains("note there will be no way back from this restore: no instance of this account and Region has"
                        + " the address " + TARGET);
        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(Files.exists(HandMade.journal(deployment).output(newest().id())))
                .isTrue();
        assertThat(HandMade.journal(deployment).output(newest().id()))
                .content()
                .contains("there will be no way back from this restore");
        assertThat(result.out()).doesNotContain("the way back");
    }

    @Test
    void aStrangerWithTheSameAddressIsNeverTaken() {
        saysThatItIs("i-00000000000000fff");

        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isEqualTo(103);
        assertThat(result.err())
                .contains(TARGET + " says that it is i-00000000000000fff, and the instance with its address is "
                        + INSTANCE);
        assertThat(ec2.count("CreateSnapshots")).isZero();
    }

    @Test
    void thePlanSaysWhetherTheTargetNamesItsInstance() {
        assertThat(plan().out().replaceAll("\\s+", " ")).contains("known by the target's address only");

        saysThatItIs(INSTANCE);

        assertThat(plan().out().replaceAll("\\s+", " ")).contains("the target says itself that it is this instance");
    }

    private static void saysThatItIs(String instance) {
        deployment.target().files().addFile("/sys/devices/virtual/dmi/id/board_asset_tag", instance + "\n");
    }

    /** Who follows a restore of another process sees it, too. */
    @Test
    void whoFollowsARestoreThatFailsSeesTheWayBack() {
        Deployment.Result failed =
                deployment.typeWith(ec2.environment(), "restore", TARGET, "--yes", TARGET, "--option", FAILS);

        assertThat(failed.status()).as(failed.err()).isEqualTo(90);
        assertThat(failed.out())
                .contains("how to go back: ghe-keeper runs show " + newest().id())
                .contains("\n  aws ec2 start-instances --instance-ids " + INSTANCE + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "try"})
    void doctorTriesEachRightAndNamesActionAndResource(String mode) throws IOException {
        undo(mode);
        assertThat(doctor())
                .contains("restore undo", "ec2:DescribeInstances and ec2:CreateSnapshots with tags are allowed");

        ec2.deny("CreateSnapshots");

        assertThat(doctor()).contains("ec2:CreateSnapshots and ec2:CreateTags", "instance/" + INSTANCE);
        ec2.repair();
        ec2.deny("DescribeInstances");
        assertThat(doctor()).contains("Allow ec2:DescribeInstances on * to that role");
        assertThat(ec2.ebs().ids()).isEmpty();
    }

    private static String doctor() {
        Deployment.Result result = Typed.at(deployment, "doctor", "--target", TARGET);
        return (result.out() + result.err()).replaceAll("\\s+", " ");
    }

    @Test
    void aMissingRightIsNamedInThePlan() {
        ec2.deny("CreateSnapshots");

        Deployment.Result result = plan();

        assertThat(result.status()).isEqualTo(102);
        assertThat(result.err()).contains("ec2:CreateSnapshots and ec2:CreateTags", "instance/" + INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "try"})
    void ofAPartOfTheVolumesNoWayBackIsMade(String mode) throws IOException {
        undo(mode);
        ec2.instances().passOver(MORE);

        Deployment.Result result = restore();

        assertThat(newest().has(UndoMade.class)).isFalse();
        if (mode.equals("try")) {
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(HandMade.journal(deployment).output(newest().id()))
                    .content()
                    .contains("no way back was made: EC2 makes no snapshot of " + MORE, "goes on without it");
        } else {
            assertThat(result.status()).isEqualTo(101);
            assertThat(result.err()).contains("EC2 makes no snapshot of " + MORE, "nothing was written onto " + TARGET);
            assertThat(hasWritten(newest())).isFalse();
        }
    }

    @Test
    void aThrottledCallStopsARequiredOneBeforeTheEngine() {
        ec2.breakFrom("CreateSnapshots", 3, Break.THROTTLED);

        Deployment.Result result = restore();

        assertThat(result.err()).contains("no way back was made: ", "nothing was written onto " + TARGET);
        assertThat(hasWritten(newest())).isFalse();
        assertThat(ec2.ebs().ids()).isEmpty();
    }

    @Test
    void aLostAnswerIsFoundByTheTag() {
        ec2.breakFrom("CreateSnapshots", 3, Break.LOST_AFTER);
        ec2.ebs().hideNewFor(1);

        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
        assertThat(volumes()).containsExactly(DATA, MORE);
    }

    @Test
    void afterARestoreThatWroteHalfTheWayBackIsThatOfTheFirst() {
        restore("--option", FAILS);
        String first = newest().id();

        Deployment.Result again = restore("--option", FAILS);

        assertThat(newest().id()).isNotEqualTo(first);
        assertThat(newest().last(UndoMade.class).orElseThrow().run()).isEqualTo(first);
        assertThat(ec2.count("CreateSnapshots")).isEqualTo(1);
        assertThat(again.out()).contains("--snapshot-id " + ec2.ebs().ids().get(0));
    }

    @Test
    void afterARestoreThatSucceededANewOneIsMade() {
        restore();
        restore();

        assertThat(ec2.count("CreateSnapshots")).isEqualTo(2);
        assertThat(newest().last(UndoMade.class).orElseThrow().run()).isEqualTo(newest().id());
    }

    @Test
    void whereTheTargetWentIntoServiceSinceANewOneIsMade() {
        restore("--option", FAILS);
        deployment.target().files().maintenance(false);

        restore("--maintenance");

        assertThat(ec2.count("CreateSnapshots")).isEqualTo(2);
    }

    @Test
    void whatARestoreThatWasKilledAfterItsCallMadeIsKept() throws IOException {
        String killed = killed(HandMade.journal(deployment));
        ec2.ebs().plant(DATA, Instant.now(), Map.of("ghe-keeper-run", killed));
        ec2.ebs().plant(MORE, Instant.now(), Map.of("ghe-keeper-run", killed));

        Deployment.Result next = restore();

        assertThat(next.status()).as(next.err()).isZero();
        assertThat(ec2.count("CreateSnapshots")).isZero();
        assertThat(newest().last(UndoMade.class).orElseThrow().run()).isEqualTo(killed);
    }

    @Test
    void whereItIsNotKnownYetWhetherAKilledRestoreMadeOneNoSecondOneIsMade() throws IOException {
        killed(HandMade.journal(deployment));

        Deployment.Result next = restore();

        assertThat(next.status()).isEqualTo(104);
        assertThat(next.err()).contains("it is not known yet whether they were made");
        assertThat(ec2.count("CreateSnapshots")).isZero();
        assertThat(hasWritten(newest())).isFalse();
    }

    /** One that was killed between its record and what EC2 answered. */
    private static String killed(Journal journal) {
        OneDeployment.nextSecond();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            run.record(RunEvent.of("target", Map.of("host", TARGET, "addresses", TARGET, "own-uuid", "abc")));
            run.record(new UndoAsked(TARGET, INSTANCE, run.id(), List.of(DATA, MORE)));
            run.end(Run.Outcome.INTERRUPTED, Optional.empty());
            return run.id();
        }
    }

    @Test
    void offNothingIsCalled() throws IOException {
        undo("off");

        Deployment.Result result = restore();

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(plan().out()).contains("off: no way back is made before it");
        assertThat(ec2.calls()).isEmpty();
    }
}
