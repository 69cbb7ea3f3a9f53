package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeEc2.Break;
import io.ghekeeper.lab.FakeSys;
import io.ghekeeper.nativesnapshot.NativeTags;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.FleetTagsFile;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags of the fleet, from the volume at a stand-in of EC2 to what is taken and shown. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class FleetTagsIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final String BACKUP = "20260102T030405";
    private static final String ALL_HOURS =
            IntStream.range(0, 24).mapToObj(String::valueOf).collect(Collectors.joining(" "));

    private FakeEc2 ec2;
    private FakeSys sys;

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        ec2.properties().forEach(System::setProperty);
        ec2.ebs().volume(VOLUME, 200, Map.of());
        sys = FakeSys.of(folder.resolve("sys"), folder);
        sys.disk("nvme1n1", 200, "vol0123456789abcdef0");
        configure(", follow-tags: true");
        Path whole = WholeSnapshot.make(deployment.data(), BACKUP, "11111111-2222-3333-4444-555555555555");
        Files.createSymbolicLink(deployment.data().resolve("current"), whole.getFileName());
        WholeSnapshot.record(HandMade.journal(deployment), BACKUP, Run.Outcome.SUCCEEDED);
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

    private NativeAssembly natives() {
        return HandMade.keeper(deployment).nativeSnapshots();
    }

    private void tagged(String key, String value) {
        ec2.ebs().tagHolder(VOLUME, key, value);
        follow();
    }

    private void follow() {
        NativeAssembly natives = natives();
        try (Ec2 calls = natives.ec2()) {
            natives.fleet()
                    .follow(new OwnVolume(natives.settings(), deployment.data(), sys.root()))
                    .follow(calls, natives.files().all());
        }
    }

    private boolean isDueIn(Duration time) {
        return natives().task().due(Instant.now().plus(time)).isPresent();
    }

    /** A snapshot of another backup, which was asked for so long ago. */
    private Instant taken(Duration age) {
        Instant asked = Instant.now().minus(age);
        new NativeSnapshotFiles(deployment.state())
                .write(
                        new LocalDisk(),
                        NativeSnapshot.asked("run", "20250102T030405", VOLUME, asked, List.of())
                                .seen(
                                        NativeSnapshot.State.COMPLETED,
                                        Optional.of("snap-0123456789abcdef0"),
                                        OptionalInt.empty(),
                                        Instant.now(),
                                        Optional.empty()));
        return asked;
    }

    private String status() {
        return String.join(" ", Typed.at(deployment, "status").out().split("\\s+"));
    }

    private static String hour(Instant at) {
        return String.format("%02d", at.atZone(ZoneOffset.UTC).getHour());
    }

    @Test
    void withoutTagsTheConfigurationHolds() {
        follow();

        assertThat(isDueIn(Duration.ZERO)).as("one after each good backup").isTrue();
    }

    @Test
    void theHoursOfTheTagHold() {
        tagged(FleetTags.SCHEDULE, hour(Instant.now().plus(Duration.ofHours(5))));

        assertThat(isDueIn(Duration.ZERO)).isFalse();
        assertThat(isDueIn(Duration.ofHours(3))).isFalse();
        assertThat(isDueIn(Duration.ofHours(6))).isTrue();
        assertThat(status()).contains("taken at", "by the tag snapshot_schedule");
    }

    @Test
    void neverIsNeverAndTheStatusSaysSo() {
        tagged(FleetTags.NEVER, "true");

        assertThat(isDueIn(Duration.ZERO)).isFalse();
        assertThat(isDueIn(Duration.ofDays(2))).isFalse();
        assertThat(status()).contains("NONE IS TAKEN: " + VOLUME + " has the tag snapshot_never");
        assertThat(ec2.ebs().tagsOfHolder(VOLUME)).containsEntry(FleetTags.LATEST, "skipped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24 25", "noon", "", "never"})
    void aScheduleOfOnlyBadHoursFallsBackAndIsNamed(String bad) {
        tagged(FleetTags.SCHEDULE, bad);

        assertThat(isDueIn(Duration.ZERO)).isTrue();
        assertThat(status()).contains("the tag snapshot_schedule is \"" + bad + "\"", "native.schedule holds");
    }

    @Test
    void theTagsOfTheInstanceHoldWhereTheVolumeHasNone() {
        ec2.ebs().tagHolder(INSTANCE, FleetTags.NEVER, "yes");

        follow();

        assertThat(isDueIn(Duration.ZERO)).isFalse();
        assertThat(ec2.ebs().tagsOfHolder(INSTANCE)).containsEntry(FleetTags.LATEST, "skipped");
        assertThat(ec2.ebs().tagsOfHolder(VOLUME)).isEmpty();
    }

    @Test
    void theTagsOfTheVolumeAreNearerThanThoseOfTheInstance() {
        ec2.ebs().tagHolder(INSTANCE, FleetTags.NEVER, "yes");

        tagged(FleetTags.NEVER, "no");

        assertThat(isDueIn(Duration.ZERO)).isTrue();
    }

    @Test
    void theDaysOfTheTagAreTheExpiryOfTheSnapshot() {
        tagged(FleetTags.RETENTION_DAYS, "14");

        Map<String, String> tags = natives().tags().of("run", BACKUP);

        assertThat(tags)
                .containsEntry(
                        NativeTags.EXPIRY,
                        Instant.now()
                                .plus(Duration.ofDays(14))
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate()
                                .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "forever", "36500", ""})
    void daysThatCannotBeReadAreNamedAndGiveNoExpiry(String bad) {
        tagged(FleetTags.RETENTION_DAYS, bad);

        assertThat(natives().tags().of("run", BACKUP)).doesNotContainKey(NativeTags.EXPIRY);
        assertThat(status()).contains("the tag snapshot_retention_days is \"" + bad + "\"");
    }

    @Test
    void writesTheHourOfTheNewestSnapshotOnce() {
        Instant asked = taken(Duration.ofMinutes(10));
        tagged(FleetTags.SCHEDULE, hour(Instant.now().minus(Duration.ofHours(12))));
        follow();

        assertThat(ec2.ebs().tagsOfHolder(VOLUME)).containsEntry(FleetTags.LATEST, hour(asked));
        assertThat(ec2.count("CreateTags")).isEqualTo(1);
    }

    @Test
    void writesThatOneWasLeftOut() {
        taken(Duration.ofDays(3));

        tagged(FleetTags.SCHEDULE, ALL_HOURS);

        assertThat(ec2.ebs().tagsOfHolder(VOLUME)).containsEntry(FleetTags.LATEST, "skipped");
    }

    @Test
    void aSnapshotThatIsDueForLessThanAnHourIsNotLeftOutYet() {
        Instant asked = taken(Duration.ofHours(20)); // after the tick of yesterday

        tagged(FleetTags.SCHEDULE, hour(Instant.now()));

        assertThat(ec2.ebs().tagsOfHolder(VOLUME)).containsEntry(FleetTags.LATEST, hour(asked));
    }

    @Test
    void aTagThatCannotBeWrittenIsNamedUntilItCan() {
        ec2.ebs().tagHolder(VOLUME, FleetTags.NEVER, "yes");
        ec2.deny("CreateTags");

        assertThatThrownBy(this::follow)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_DENIED));
        assertThat(isDueIn(Duration.ZERO)).as("what was read holds").isFalse();
        assertThat(status()).contains("setting the tag snapshot_latest of " + VOLUME);

        ec2.repair();
        follow();
        assertThat(status()).doesNotContain("setting the tag");
    }

    @Test
    void aLostAnswerOfAWrittenTagIsNoTroubleNextTime() {
        ec2.ebs().tagHolder(VOLUME, FleetTags.NEVER, "yes");
        ec2.breaks("CreateTags", Break.LOST_AFTER);
        assertThatThrownBy(this::follow).isInstanceOf(Failure.class);
        ec2.repair();

        follow();

        assertThat(ec2.count("CreateTags")).isEqualTo(1);
        assertThat(status()).doesNotContain("setting the tag");
    }

    @Test
    void whatWasReadHoldsWhileAwsDoesNotAnswer() {
        tagged(FleetTags.NEVER, "yes");
        ec2.breaks("DescribeVolumes", Break.LOST_BEFORE);

        assertThatThrownBy(this::follow).isInstanceOf(Failure.class);

        assertThat(isDueIn(Duration.ZERO)).isFalse();
        assertThat(natives().fleet().isDue()).isFalse();
    }

    @Test
    void tagsThatWereReadLongAgoAreNamed() {
        new FleetTagsFile(deployment.state())
                .write(
                        new LocalDisk(),
                        new FleetTagsFile.ReadTags(
                                Instant.now().minus(Duration.ofDays(3)),
                                VOLUME,
                                Map.of(FleetTags.NEVER, "yes"),
                                Optional.empty()));

        assertThat(natives().fleet().isDue()).isTrue();
        assertThat(status()).contains("the tags were last read 3 d ago, and hold as they were");
    }

    @Test
    void aRecordThatCannotBeReadLeavesTheConfigurationAndIsNamed() throws IOException {
        Files.writeString(deployment.state().resolve("native-tags.json"), "{");

        assertThat(isDueIn(Duration.ZERO)).isTrue();
        assertThat(natives().fleet().isDue()).isTrue();
        assertThat(status()).contains("native-tags.json", "the configuration holds");
        follow();
        assertThat(status()).doesNotContain("native-tags.json");
    }

    @Test
    void hostileValuesAreShownCleaned() {
        tagged(FleetTags.SCHEDULE, "<b>\u202e & 8");

        assertThat(status()).doesNotContain("\u202e").contains("<b>");
    }

    @Test
    void offNothingIsReadOrCalled() throws IOException {
        configure("");
        Files.writeString(
                deployment.state().resolve("native-tags.json"),
                "{\"format\":1,\"at\":\"" + Instant.now() + "\",\"resource\":\"" + VOLUME
                        + "\",\"values\":{\"snapshot_never\":\"yes\"}}");

        assertThat(isDueIn(Duration.ZERO)).isTrue();
        assertThat(natives().fleet().isDue()).isFalse();
        assertThat(status()).doesNotContain("snapshot_never");
        assertThat(ec2.calls()).isEmpty();
    }
}
