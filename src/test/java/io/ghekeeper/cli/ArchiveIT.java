package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.age.AgeKeygen;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ArchivedSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An archive run is a run of the keep lane; what it proves is seen everywhere, and its failure is its own. */
@Tag("core")
class ArchiveIT extends OneDeployment {
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    private Path store;
    private Journal journal;

    @BeforeEach
    void useQuickEngine() throws IOException {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        sections("archive: {store: \"file://" + store + "\", encryption: none}");
        journal = HandMade.journal(deployment);
    }

    private void sections(String yaml) {
        deployment.sections(yaml);
        deployment.configure("");
    }

    @Test
    void withoutAStoreEveryCommandSaysHowToSetOneUp() {
        sections("");

        for (String[] typed :
                new String[][] {{"archive"}, {"archive", "list"}, {"archive", "show", "20261120T031700"}}) {
            Deployment.Result refused = Typed.at(deployment, typed);
            assertThat(refused.status()).as(refused.err()).isEqualTo(10);
            assertThat(refused.err()).contains("archive.store is not set", "docs/archive.md");
        }
    }

    @Test
    void onlyWhatIsSealedIsArchived() {
        String snapshot = HandMade.backUp(deployment);

        Deployment.Result newest = Typed.at(deployment, "archive");
        Deployment.Result named = Typed.at(deployment, "archive", snapshot.substring(0, 13));

        assertThat(newest.status()).as(newest.err()).isEqualTo(77);
        assertThat(newest.err()).contains("no good snapshot has a seal", "ghe-keeper seal");
        assertThat(named.status()).as(named.err()).isEqualTo(77);
        assertThat(named.err()).contains("snapshot " + snapshot + " has no seal", "ghe-keeper seal " + snapshot);
        assertThat(Typed.at(deployment, "archive", "20000101T000000").status()).isEqualTo(80);
    }

    @Test
    void aStoreThatIsAwayIsAFailedArchiveRunAndNoFailedBackup() throws IOException {
        String snapshot = sealed();
        Files.delete(store);

        Deployment.Result failed = Typed.at(deployment, "archive");

        assertThat(failed.status()).as(failed.err()).isEqualTo(67);
        assertThat(failed.err()).contains("there is no folder " + store);
        Run run = newestArchive();
        assertThat(run.snapshot()).contains(snapshot);
        assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.FAILED);
        assertThat(journal.lastGood().flatMap(Run::snapshot)).contains(snapshot);
        assertThat(Typed.at(deployment, "status", "--json").out()).doesNotContain("\"state\": \"failed\"");
        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out()).doesNotContain("archived");
    }

    @Test
    void whatARunProvedIsSeenEverywhere() throws IOException {
        String snapshot = sealed();
        Instant until = Instant.parse("2099-01-01T00:00:00Z");

        Run run = run(snapshot, Optional.of(until));

        assertThat(run.hasSucceeded()).isTrue();
        assertThat(run.last(ArchiveEvent.SnapshotArchived.class))
                .hasValueSatisfying(event ->
                        assertThat(event.words()).contains("7 entries", "1 object with 9", "locked until " + until));
        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out())
                .containsPattern("evidence +captured, sealed, archived")
                .containsPattern(
                        "archived +.* in file://" + store + ", by run " + run.id() + "; locked until 2099-01-01");
        JsonNode entry = json("snapshots", "--json").path("snapshots").path(0);
        assertThat(entry.path("archived").path("store").asText()).isEqualTo("file://" + store);
        assertThat(entry.path("evidence").toString()).contains("archived");
        JsonNode status = json("status", "--json");
        assertThat(status.path("archive").path("newest").path("snapshot").asText())
                .isEqualTo(snapshot);
        assertThat(status.path("restorable").path("archivedAt").asText()).isNotEmpty();
        assertThat(Typed.at(deployment, "status").out())
                .containsPattern("archive +" + snapshot)
                .contains("NOT ENCRYPTED");
        assertThat(Typed.at(deployment, "retention", "plan").out()).contains("the newest that is archived");
        assertThat(Typed.at(deployment, "archive").out()).contains("each good sealed snapshot is archived");
    }

    @Test
    void theLocksThatARunExtendedAreInTheEvidenceOfEachSnapshotOnTheVolume() throws IOException {
        String snapshot = sealed();
        Instant first = Instant.parse("2099-01-01T00:00:00Z");
        Instant later = Instant.parse("2099-02-01T00:00:00Z");
        String run = run(snapshot, Optional.of(first)).id();

        archiveRun(new ArchiveRun.ArchiverCall() {
                    @Override
                    public ArchivedSnapshot archive(Snapshot one, String id, ArchiveProgress progress) {
                        return receipt(one.id(), id, Optional.of(first));
                    }

                    @Override
                    public Map<String, Instant> extendLocks(
                            Snapshot one, Optional<ArchivedSnapshot> archived, ArchiveProgress progress) {
                        return Map.of(snapshot, later, "20190101T000000", later);
                    }
                })
                .run(Run.Cause.HAND, Optional.empty(), snapshot);

        assertThat(run).isNotEqualTo(newestArchive().id());
        EvidenceFiles evidence = HandMade.keeper(deployment).archive().evidence();
        assertThat(evidence.of(snapshot).archived().flatMap(ArchivedCopy::lockedUntil))
                .contains(later);
        assertThat(evidence.of("20190101T000000").archived()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STORE_FAILED", "ARCHIVE_DAMAGED", "VOLUME_UNUSABLE"})
    void whatIsWrongWithOneSnapshotLetsNoLockOfAnotherOneEnd(FailureKind kind) throws IOException {
        String snapshot = sealed();
        Instant later = Instant.parse("2099-02-01T00:00:00Z");
        run(snapshot, Optional.of(Instant.parse("2099-01-01T00:00:00Z")));

        assertThatThrownBy(() -> archiveRun(new ArchiveRun.ArchiverCall() {
                            @Override
                            public ArchivedSnapshot archive(Snapshot one, String id, ArchiveProgress progress) {
                                throw new Failure(kind, "an object is lost", "Look.");
                            }

                            @Override
                            public Map<String, Instant> extendLocks(
                                    Snapshot one, Optional<ArchivedSnapshot> archived, ArchiveProgress progress) {
                                return archived.isEmpty() ? Map.of(snapshot, later) : Map.of();
                            }
                        })
                        .run(Run.Cause.HAND, Optional.empty(), snapshot))
                .hasMessageContaining("an object is lost");

        EvidenceFiles evidence = HandMade.keeper(deployment).archive().evidence();
        assertThat(evidence.of(snapshot).archived().flatMap(ArchivedCopy::lockedUntil))
                .contains(later);
    }

    @Test
    void theNewestArchivedSnapshotThatIsTooOldIsNamedByTheStatus() {
        String snapshot = sealed();
        run(snapshot, Optional.empty());
        assertThat(Typed.at(deployment, "status").out()).doesNotContain("OLD:");

        Keeper later =
                HandMade.keeper(deployment, java.time.Clock.offset(java.time.Clock.systemUTC(), Duration.ofDays(4)));

        assertThat(later.observation().status().evidence().archive())
                .hasValueSatisfying(archive -> assertThat(archive.isOld()).isTrue());
    }

    @Test
    void aListNamesWhatARunRecordedAndTheStoreLacks() throws IOException {
        String snapshot = sealed();
        run(snapshot, Optional.empty());

        assertThat(Typed.at(deployment, "archive", "list").out())
                .contains("missing: " + snapshot + " was archived in file://" + store);

        root(snapshot);
        root("20200101T000000");
        assertThat(Typed.at(deployment, "archive", "list").out())
                .doesNotContain("missing:")
                .containsPattern(snapshot + ".* yes")
                .containsPattern("20200101T000000 +by another keeper .* no");
        JsonNode list = json("archive", "list", "--json");
        assertThat(list.path("snapshots")).hasSize(2);
        assertThat(json("archive", "show", "20200101", "--json")
                        .path("root")
                        .path("objects")
                        .path(0)
                        .path("length")
                        .asLong())
                .isEqualTo(42);
        assertThat(Typed.at(deployment, "archive", "show", snapshot).out()).contains("1 object with 42 bytes");
        assertThat(Typed.at(deployment, "archive", "show", "2019").status()).isEqualTo(80);
    }

    /** As its format says; its other fields are of no account here. */
    private void root(String snapshot) throws IOException {
        Files.createDirectories(store.resolve("snapshots"));
        Files.writeString(
                store.resolve("snapshots").resolve(snapshot + ".json"),
                "{\"format\": 1, \"objects\": [{\"key\": \"packs/ab/ab\", \"length\": 42}]}");
    }

    @Test
    void whatTheArchiverFailsWithIsInTheRecordAndNothingIsProven() {
        String snapshot = sealed();

        assertThatThrownBy(() -> archiveRun((one, run, progress) -> {
                            progress.requireGoOn();
                            throw new Failure(FailureKind.SNAPSHOT_DAMAGED, "a is not what was sealed", "Verify it.");
                        })
                        .run(Run.Cause.HAND, Optional.empty(), snapshot))
                .isInstanceOf(Failure.class);

        Run run = newestArchive();
        assertThat(run.end().flatMap(Run.End::reason).orElseThrow().code()).isEqualTo("snapshot-damaged");
        assertThat(run.last(ArchiveEvent.ArchiveBegun.class))
                .hasValueSatisfying(begun -> assertThat(begun.line().warning()).isTrue());
        assertThat(HandMade.keeper(deployment).archive().evidence().of(snapshot).archived())
                .isEmpty();
    }

    @Test
    void anArchivedSnapshotIsReadWithTheCommandOfThePage() throws Exception {
        Path identity = folder.resolve("identity");
        try (AgeKeygen.GeneratedIdentity made = new AgeKeygen().generate()) {
            Files.write(identity, made.text());
            sections("archive: {store: \"file://" + store + "\", recipients: [" + made.recipient() + "]}");
        }
        String snapshot = sealed();

        assertThat(Typed.at(deployment, "archive", "--plan").out())
                .contains(
                        "snapshot " + snapshot + " to file://",
                        "read       0 files",
                        "send ",
                        "charged    nothing by request");
        JsonNode plan = json("archive", "--plan", "--json").path("plan");
        assertThat(plan.path("snapshot").asText()).isEqualTo(snapshot);
        assertThat(plan.path("bytes").asLong()).isZero();
        assertThat(plan.path("packedBytes").asLong()).isPositive();
        assertThat(plan.path("packs").asLong()).isOne();
        assertThat(plan.path("putRequests").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(plan.path("storageClass").isNull()).isTrue();
        assertThat(store).as("a plan changes nothing").isEmptyDirectory();
        Deployment.Result archive = Typed.at(deployment, "archive");

        assertThat(archive.status()).as(archive.err() + archive.out()).isZero();
        assertThat(archive.out()).contains("encrypted by age", "archived: ", " succeeded in ");
        assertThat(newestArchive().snapshot()).contains(snapshot);
        assertThat(Typed.at(deployment, "status").out())
                .containsPattern("archive +" + snapshot)
                .doesNotContain("NOT ENCRYPTED");
        assertThat(Typed.at(deployment, "archive", "list").out())
                .containsPattern(snapshot + ".* yes")
                .doesNotContain("missing:");
        assertThat(Typed.at(deployment, "archive", "show", snapshot).out())
                .containsPattern("archived +20")
                .containsPattern("objects +[0-9]+ objects with");
        assertThat(json("archive", "show", snapshot, "--json")
                        .path("root")
                        .path("snapshot")
                        .asText())
                .isEqualTo(snapshot);
        assertThat(Typed.at(deployment, "archive", "--plan", snapshot).out()).contains("already");
        assertThat(json("archive", "--plan", "--json").path("plan").isNull()).isTrue();
        assertThat(Typed.at(deployment, "archive", "--json").err()).contains("--plan");
        assertThat(Typed.at(deployment, "archive", snapshot).out()).contains("0 objects with 0 bytes");
        unpack(identity, snapshot);
    }

    private void unpack(Path identity, String snapshot) throws Exception {
        Matcher command = Pattern.compile("(?m)^ {4}(age -d -i IDENTITY PACK .*)$")
                .matcher(Files.readString(Path.of("docs/archive.md")));
        assertThat(command.find()).isTrue();
        Path to = Files.createDirectory(folder.resolve("unpacked"));
        try (Stream<Path> objects = Files.walk(store.resolve("packs"))) {
            for (Path pack : objects.filter(Files::isRegularFile).toList()) {
                String typed = command.group(1)
                        .replace("IDENTITY", identity.toString())
                        .replace("PACK", pack.toString());
                Process bash = new ProcessBuilder("bash", "-o", "pipefail", "-c", typed)
                        .directory(to.toFile())
                        .inheritIO()
                        .start();
                assertThat(bash.waitFor()).as(typed).isZero();
            }
        }
        assertThat(to.resolve("mysql.sql.gz"))
                .hasSameBinaryContentAs(deployment.data().resolve(snapshot).resolve("mysql.sql.gz"));
    }

    @Test
    void theSupervisorArchivesWhatItHasSealed() throws Exception {
        deployment.seal();
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("", "[\"0 0 1 1 *\"]", true);
        Process supervisor = deployment.start(log, "supervise");

        Run run = Awaitility.await()
                .until(
                        () -> journal.newest(9).readable().stream()
                                .filter(one -> one.kind() == Run.Kind.ARCHIVE && !one.isOpen())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(run.hasSucceeded()).as(run.toString()).isTrue();
        assertThat(run.trigger()).isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(supervisor.isAlive()).isTrue();
    }

    @Test
    void aCheckOfAFolderSaysWhichPromisesItDoesNotKeep() throws IOException {
        assertThat(Typed.at(deployment, "archive", "check").out())
                .contains("good for trials only", "a folder locks nothing")
                .containsPattern("object-lock +not-kept +warning");
        assertThat(json("archive", "check", "--json").path("checks")).anySatisfy(check -> {
            assertThat(check.path("check").asText()).isEqualTo("put");
            assertThat(check.path("promise").asText()).isEqualTo("kept");
        });
    }

    @Test
    void theDoctorReachesTheStoreAndSaysLoudlyWhoCanReadIt() throws IOException {
        assertThat(Typed.at(deployment, "doctor").out())
                .containsPattern("archive +warning +file://" + store)
                .contains("NOT ENCRYPTED", "good for trials only");

        sections("archive: {store: \"file://" + store + "\", recipients: [" + RECIPIENT + "]}");
        assertThat(Typed.at(deployment, "doctor").out()).contains("one recipient only", "ghe-keeper archive keygen");

        Files.delete(store);
        assertThat(Typed.at(deployment, "doctor").out()).contains("there is no folder " + store);

        sections("");
        assertThat(Typed.at(deployment, "doctor").out()).contains("the volume is the only copy");
    }

    private Run run(String snapshot, Optional<Instant> lockedUntil) {
        return archiveRun((one, run, progress) -> {
                    progress.readBytes(9);
                    progress.sentBytes(9);
                    return receipt(one.id(), run, lockedUntil);
                })
                .run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private ArchivedSnapshot receipt(String snapshot, String run, Optional<Instant> lockedUntil) {
        return new ArchivedSnapshot(snapshot, Instant.now(), run, "file://" + store, 7, 9, 9, 1, lockedUntil);
    }

    private ArchiveRun archiveRun(ArchiveRun.ArchiverCall archiver) {
        Keeper keeper = HandMade.keeper(deployment);
        ArchiveTransfer progress = new ArchiveTransfer();
        return new ArchiveRun(
                keeper.runs().execution(keeper.archive().settings().limits(), progress),
                progress,
                keeper.core().historyReader(),
                keeper.archive().settings(),
                warn -> archiver,
                keeper.archive().evidence(),
                keeper.core().disk());
    }

    private String sealed() {
        String snapshot = HandMade.backUp(deployment);
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        return snapshot;
    }

    private Run newestArchive() {
        return journal.newest(9).readable().stream()
                .filter(run -> run.kind() == Run.Kind.ARCHIVE)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode json(String... typed) throws IOException {
        Deployment.Result result = Typed.at(deployment, typed);
        assertThat(result.err()).doesNotContain("ERROR");
        JsonNode document = new ObjectMapper().readTree(result.out());
        Path schema = Path.of("docs/schema", typed[0] + ".json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(schema), InputFormat.JSON)
                        .validate(result.out(), InputFormat.JSON))
                .isEmpty();
        return document;
    }
}
