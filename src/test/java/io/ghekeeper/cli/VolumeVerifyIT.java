package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of all snapshots are verified, at a tick or as a sample. What is found decides what each snapshot is worth. */
class VolumeVerifyIT extends OneDeployment {
    private static final Duration DAY = Duration.ofDays(1);

    private String first;
    private String second;

    @BeforeEach
    void backUpTwice() {
        deployment.useQuickEngine();
        deployment.configure("");
        first = backUp();
        second = backUp();
    }

    @Test
    void aTickThatReadsAllVerifiesAllSnapshots() {
        Run tick = tick();

        VerifyEvent.UnitsVerified read =
                tick.last(VerifyEvent.UnitsVerified.class).orElseThrow();
        assertThat(read.snapshots()).isEqualTo(2);
        assertThat(read.files()).isPositive();
        assertThat(Typed.at(deployment, "snapshots", "show", first).out())
                .containsPattern("verified +.*equal to its seal, by run " + tick.id());
        assertThat(evidence(second).readBack().filter(ReadBack::isWhole)).isPresent();
    }

    @Test
    void aTickThatFindsDamageRecordsItForEachSnapshotAndReadsThemNoMore() throws IOException {
        Path file = sharedFile();
        rot(file);

        Failure failure = catchThrowableOfType(Failure.class, this::tick);

        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
        assertThat(failure).hasMessageContaining("shared");
        assertThat(evidence(first).damage()).isPresent();
        assertThat(evidence(second).damage()).isPresent();
        VerifyEvent.UnitsVerified next =
                tick().last(VerifyEvent.UnitsVerified.class).orElseThrow();
        assertThat(next.files()).isZero();
        assertThat(evidence(first).damage()).isPresent();
    }

    @Test
    void damageThatIsRepairedIsTakenAwayByAVerificationOfTheSnapshot() throws IOException {
        Path file = sharedFile();
        rot(file);
        assertThat(catchThrowableOfType(Failure.class, this::tick)).isNotNull();
        Files.writeString(file, "shared by both");

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        assertThat(tick().last(VerifyEvent.UnitsVerified.class).orElseThrow().snapshots())
                .isEqualTo(2);
        assertThat(evidence(first).damage()).isEmpty();
    }

    @Test
    void allSnapshotsAreReadTogetherEachInodeOnce() throws IOException {
        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        Set<Object> inodes = inodes(first);
        long firsts = inodes.size();
        inodes.addAll(inodes(second));
        assertThat(newest().last(VerifyEvent.UnitsVerified.class).orElseThrow().files())
                .isGreaterThan(firsts)
                .isEqualTo(inodes.size());
        for (String id : List.of(first, second)) {
            long names = names(id).size();
            assertThat(verify.out()).contains("verified: " + id + ", " + names + " files with ");
            assertThat(evidence(id).readBack().filter(ReadBack::isWhole)).isPresent();
        }
    }

    @Test
    void allFindsDamageOfASharedFileInEachSnapshotThatHasIt() throws IOException {
        String third = backUp();
        Files.delete(deployment.data().resolve(third).resolve("pages/1a/shared"));
        Files.writeString(deployment.data().resolve(third).resolve("pages/1a/shared"), "shared by both");
        rot(sharedFile());

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isEqualTo(79);
        assertThat(verify.out()).contains("damaged: " + first, "damaged: " + second, "verified: " + third);
        assertThat(evidence(first).damage()).isPresent();
        assertThat(evidence(second).damage()).isPresent();
        assertThat(evidence(third).readBack().filter(ReadBack::isWhole)).isPresent();
        assertThat(newest().all(VerifyEvent.DamageFound.class)).hasSize(2);
    }

    @Test
    void allReadsWhatIsKnownToBeDamagedAndTheOthersTogether() throws IOException {
        damaged(first);

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        assertThat(verify.out()).contains("reading " + first, "reading 1 snapshot, each file once");
        assertThat(verify.out()).contains("verified: " + first, "verified: " + second);
        assertThat(evidence(first).damage()).isEmpty();
        assertThat(tick().last(VerifyEvent.UnitsVerified.class).orElseThrow().snapshots())
                .as("the record of read times has both")
                .isEqualTo(2);
    }

    @Test
    void aDamagedSnapshotThatEqualsItsSealStaysDamagedWhereAnotherOneShowsThatItsFileIs() throws IOException {
        Files.writeString(sharedFile(), "shared by botH");
        Files.delete(deployment.state().resolve("seals/" + first + ".json"));
        seal(first);
        damaged(first);

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isEqualTo(79);
        assertThat(evidence(first).damage()).isPresent();
        assertThat(evidence(second).damage()).isPresent();
    }

    @Test
    void aListOfDamageThatWasNeverRecordedGoesWhereAllIsWhole() throws IOException {
        Path list = deployment.state().resolve("evidence/" + first + ".damaged");
        Files.createDirectories(list.getParent());
        Files.writeString(list, Files.getAttribute(sharedFile(), "unix:ino") + " pages/1a/shared\n");

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        assertThat(list).doesNotExist();
    }

    @Test
    void aRecordThatCannotBeWrittenKeepsNoOtherSnapshotFromBeingRead() throws IOException {
        Path other = deployment.data().resolve(first).resolve("pages/1a/shared");
        Files.delete(other);
        Files.writeString(other, "shared by both");
        rot(deployment.data().resolve(second).resolve("pages/1a/shared"));
        Files.createDirectories(deployment.state().resolve("evidence"));
        Files.writeString(deployment.state().resolve("evidence/" + second + ".json"), "noise");

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.err() + verify.out()).isEqualTo(79);
        assertThat(verify.out()).contains("damaged: " + second, "verified: " + first, second + ".json");
    }

    private void damaged(String id) {
        new EvidenceFiles(deployment.state())
                .readBack(
                        new LocalDisk(),
                        id,
                        new ReadBack(Instant.now().minus(DAY), "a run", 1, Optional.of("a difference")));
    }

    private List<Path> names(String id) throws IOException {
        try (Stream<Path> files = Files.walk(deployment.data().resolve(id))) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private Set<Object> inodes(String id) throws IOException {
        Set<Object> inodes = new HashSet<>();
        for (Path file : names(id)) {
            inodes.add(Files.getAttribute(file, "unix:ino"));
        }
        return inodes;
    }

    private Run newest() {
        return HandMade.journal(deployment).newest(1).readable().get(0);
    }

    private void seal(String id) {
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
    }

    @Test
    void aLaterVerificationOfASnapshotIsNotTakenBackByATick() {
        tick();
        String id = second;
        Typed.at(deployment, "verify", id);
        Instant verified = evidence(id).readBack().orElseThrow().at();

        Failure none = catchThrowableOfType(
                Failure.class,
                () -> HandMade.keeper(deployment)
                        .seals()
                        .verifyOldest()
                        .readOldest(
                                Run.Cause.HAND,
                                Optional.empty(),
                                new ReadingWindow(
                                        Duration.ofDays(9000), Instant.now().plus(DAY))));

        assertThat(none).isNull();
        assertThat(evidence(id).readBack().orElseThrow().at()).isEqualTo(verified);
    }

    /** The tick before was a minute ago, so that almost a whole day is what the first one reads. */
    @Test
    void whatIsDueIsReadAsAtATickAndRecordedAsOne() throws IOException {
        LocalTime tick = LocalTime.now(ZoneOffset.UTC).minusMinutes(1);
        String daily = "verify: {within: 1d, schedule: [\"" + tick.getMinute() + " " + tick.getHour() + " * * *\"]}";
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()).replaceFirst("(?m)^verify:.*$", daily));

        VerifyEvent.UnitsVerified read = due();
        assertThat(read.files()).isPositive();
        assertThat(HandMade.journal(deployment).newest(1).readable().get(0).trigger())
                .isEqualTo(Run.Trigger.HAND);

        assertThat(due().files()).isLessThan(read.files());
    }

    private VerifyEvent.UnitsVerified due() {
        Deployment.Result due = Typed.at(deployment, "verify", "--due");
        assertThat(due.status()).as(due.err() + due.out()).isZero();
        assertThat(due.out()).contains("read: ", " succeeded in ");
        return newest().last(VerifyEvent.UnitsVerified.class).orElseThrow();
    }

    @Test
    void whatIsDueIsOfAllSnapshots() {
        for (String more : new String[] {"--all", "--deep", "--sample=5%", first}) {
            Deployment.Result refused = Typed.at(deployment, "verify", "--due", more);
            assertThat(refused.status()).as(more).isEqualTo(2);
            assertThat(refused.err()).as(more).contains("each stands alone");
        }
    }

    @Test
    void aSampleFindsDamageAndProvesNothing() throws IOException {
        Deployment.Result whole = Typed.at(deployment, "verify", "--sample", "100%");
        assertThat(whole.status()).as(whole.err() + whole.out()).isZero();
        assertThat(whole.out()).contains("read: ", " succeeded in ");
        assertThat(evidence(first).readBack()).isEmpty();
        rot(sharedFile());

        Deployment.Result damaged = Typed.at(deployment, "verify", "--sample", "100%");

        assertThat(damaged.status()).as(damaged.err() + damaged.out()).isEqualTo(79);
        assertThat(damaged.out()).contains("content: pages/1a/shared: its content is not the one that was sealed");
        assertThat(evidence(first).damage()).isPresent();
        assertThat(evidence(second).damage()).isPresent();
    }

    @Test
    void aSampleIsAPercentageOfAllSnapshots() {
        for (String unfit : new String[] {"0%", "101%", "5", "-5%", "0.5%", ""}) {
            Deployment.Result refused = Typed.at(deployment, "verify", "--sample=" + unfit);
            assertThat(refused.status()).as(unfit).isEqualTo(2);
            assertThat(refused.err()).as(unfit).contains("a percentage from 1% to 100%");
        }
        assertThat(Typed.at(deployment, "verify", "--sample", "5%", first).status())
                .isEqualTo(2);
        assertThat(Typed.at(deployment, "verify", "--sample", "5%", "--all").status())
                .isEqualTo(2);
    }

    @Test
    void theSupervisorGoesOnWithATickThatWasCutOff() throws IOException {
        Journal journal = HandMade.journal(deployment);
        try (KeepLease lease = journal.acquireKeep()) {
            OpenRun cutOff = journal.begin(lease, Run.Kind.VERIFY, Run.Trigger.SCHEDULE);
            cutOff.end(
                    Run.Outcome.INTERRUPTED,
                    Optional.of(new Run.Reason(FailureKind.RUN_INTERRUPTED.code(), "a signal", "Wait.")));
        }
        nextSecond();

        Process supervisor = deployment.start(log, "supervise");

        Run tick = Awaitility.await()
                .until(
                        () -> journal.newest(9).readable().stream()
                                .filter(run -> run.kind() == Run.Kind.VERIFY && run.hasSucceeded())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(tick.trigger()).isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(tick.last(VerifyEvent.UnitsVerified.class).orElseThrow().files())
                .isPositive();
        assertThat(supervisor.isAlive()).isTrue();
    }

    private Run tick() {
        return HandMade.keeper(deployment)
                .seals()
                .verifyOldest()
                .readOldest(
                        new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()),
                        Optional.empty(),
                        new ReadingWindow(DAY, Instant.now().plus(DAY)));
    }

    private Evidence evidence(String id) {
        return new EvidenceFiles(deployment.state()).of(id);
    }

    /** Takes a snapshot that shares a file with the one before it, and seals it. */
    private String backUp() {
        nextSecond();
        String id = HandMade.backUp(deployment);
        Path shared = deployment.data().resolve(id).resolve("pages/1a/shared");
        if (first == null) {
            Tool.run("mkdir", "-p", shared.getParent().toString());
            Tool.run("sh", "-c", "printf 'shared by both' >" + shared);
        } else {
            Tool.run("mkdir", "-p", shared.getParent().toString());
            Tool.run(
                    "ln",
                    "-f",
                    deployment.data().resolve(first).resolve("pages/1a/shared").toString(),
                    shared.toString());
        }
        seal(id);
        return id;
    }

    private Path sharedFile() {
        return deployment.data().resolve(first).resolve("pages/1a/shared");
    }

    /** With the size and time that it had. */
    private static void rot(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "shared by botH");
        Files.setLastModifiedTime(file, time);
    }
}
