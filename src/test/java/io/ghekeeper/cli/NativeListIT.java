package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeEbs;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code native list} and {@code native expire}, as people and scripts use them, at a stand-in of EC2. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class NativeListIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String BACKUP = "20260102T030405";
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private FakeEc2 ec2;

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        ec2.properties().forEach(System::setProperty);
        configure(", volume-id: " + VOLUME);
        HandMade.journal(deployment).createDirectories();
    }

    @AfterEach
    void end() {
        ec2.properties().keySet().forEach(System::clearProperty);
        ec2.close();
    }

    private void configure(String more) throws IOException {
        deployment.sections("native: {enabled: true, keep-last: 1, endpoint: \"" + ec2.endpoint() + "\"" + more + "}");
        deployment.configure("");
    }

    private String own(Duration age, String... more) {
        Map<String, String> tags = new HashMap<>(
                Map.of("ghe-keeper-label", "ghe-backup", "ghe-keeper-run", "run", "ghe-keeper-backup", BACKUP));
        for (int i = 0; i < more.length; i += 2) {
            tags.put(more[i], more[i + 1]);
        }
        return ec2.ebs().plant(VOLUME, now.minus(age), tags);
    }

    private String by(Instant started, String key) {
        return ec2.ebs().plant(VOLUME, started, Map.of(key, "x"));
    }

    private Deployment.Result typed(String... words) {
        return Typed.at(deployment, words);
    }

    private JsonNode json(String... words) throws IOException {
        Deployment.Result result = typed(words);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(Path.of("docs/schema/native.json")), InputFormat.JSON)
                        .validate(result.out(), InputFormat.JSON))
                .isEmpty();
        return new ObjectMapper().readTree(result.out());
    }

    private JsonNode listed(String id) throws IOException {
        return StreamSupport.stream(
                        json("native", "list", "--json").path("snapshots").spliterator(), false)
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String writing(String id) throws IOException {
        JsonNode writing = listed(id).path("writing");
        return (writing.path("answer").asText() + " " + writing.path("run").asText("")).strip();
    }

    @Test
    void whatWasTakenOfAnApplianceIsListedAsThat() throws IOException {
        String run = "20261121T135324Z-restore-bece";
        String undo = ec2.ebs()
                .plant(
                        "vol-0123456789abcdef1",
                        now,
                        Map.of(
                                "ghe-keeper-label",
                                "ghe-backup",
                                "ghe-keeper-run",
                                run,
                                "ghe-keeper-host",
                                "github.example.com",
                                "ghe-keeper-undo",
                                run));

        JsonNode listed = listed(undo);

        assertThat(listed.path("undo").asText()).isEqualTo(run);
        assertThat(listed.path("host").asText()).isEqualTo("github.example.com");
        assertThat(listed.path("backup").isNull()).isTrue();
        assertThat(listed.path("writing").isNull()).isTrue();
        assertThat(typed("native", "list").out()).contains("appliance github.example.com before restore " + run);
    }

    @Test
    void listsOursAndThoseOfOthersOnTheVolumeTheNewestFirst() throws IOException {
        String old = own(Duration.ofDays(3));
        String dlm = by(now.minus(Duration.ofDays(2)), "aws:dlm:lifecycle-policy-id");
        String elsewhere = ec2.ebs()
                .plant(
                        "vol-0123456789abcdef1",
                        now.minus(Duration.ofDays(1)),
                        Map.of("ghe-keeper-label", "ghe-backup", "ghe-keeper-run", "r"));
        String person = by(now, "Name");
        ec2.ebs().plant("vol-0123456789abcdef1", now, Map.of("Name", "of another volume"));

        JsonNode document = json("native", "list", "--json");

        assertThat(document.path("snapshots").findValuesAsText("id")).containsExactly(person, elsewhere, dlm, old);
        assertThat(document.path("snapshots").findValuesAsText("madeBy"))
                .containsExactly("person", "own", "dlm", "own");
        assertThat(document.path("volume").asText()).isEqualTo(VOLUME);
        assertThat(listed(old).path("backup").asText()).isEqualTo(BACKUP);
        assertThat(listed(old).path("writing").isNull()).isTrue();
    }

    @Test
    void saysWhatIsPendingLockedPinnedAndWhenItExpires() throws IOException {
        String pending = own(Duration.ZERO);
        ec2.ebs().state(pending, "pending", 42);
        String held = own(Duration.ofDays(1), "ghe-keeper-pin", "audit", "snapshot_expiry", "2027-01-31");
        ec2.ebs().lock(held, "compliance");

        String out = typed("native", "list").out();

        assertThat(out)
                .containsPattern(pending + " +pending 42 % ")
                .containsPattern(
                        held + " +completed .* 2027-02-01 00:00:00 UTC +compliance to .* pinned +- +keeper +" + BACKUP);
        assertThat(listed(held).path("lock").path("holds").asBoolean()).isTrue();
        assertThat(listed(pending).path("progress").asInt()).isEqualTo(42);
    }

    @Test
    void namesTheRunThatWasWriting() throws IOException {
        PlantedRuns planted = new PlantedRuns(deployment.state());
        Instant begin = now.minus(Duration.ofHours(5));
        String run = PlantedRuns.idTime(begin) + "-backup-0001";
        planted.plant(run, "succeeded"); // for ten minutes
        String early = by(begin.minusSeconds(1), "Name");
        String during = by(begin.plusSeconds(300), "Name");
        String after = by(begin.plusSeconds(601), "Name");

        assertThat(writing(during)).isEqualTo("yes " + run);
        assertThat(writing(after)).isEqualTo("no");
        assertThat(writing(early)).as("the journal begins later").isEqualTo("unknown");
        assertThat(typed("native", "list").out()).contains("written by " + run, "no run wrote", "unknown");
    }

    @Test
    void aTickThatWasSkippedWroteNothing() throws IOException {
        PlantedRuns planted = new PlantedRuns(deployment.state());
        Instant begin = now.minus(Duration.ofHours(5));
        String run = PlantedRuns.idTime(begin) + "-backup-0001";
        planted.plant(run, "failed");
        planted.plant(PlantedRuns.idTime(begin.plusSeconds(60)) + "-backup-0002", "skipped");

        assertThat(writing(by(begin.plusSeconds(300), "Name"))).isEqualTo("yes " + run);
    }

    @Test
    void whereTheRecordCannotBeReadItIsUnknown() throws IOException {
        PlantedRuns planted = new PlantedRuns(deployment.state());
        Instant begin = now.minus(Duration.ofHours(5));
        String run = PlantedRuns.idTime(begin) + "-backup-0001";
        planted.plant(PlantedRuns.idTime(begin.minusSeconds(3600)) + "-backup-0000", "failed");
        planted.plant(run, "failed");
        Files.writeString(deployment.state().resolve("runs/" + run + "/run.json"), "{");

        assertThat(writing(by(begin.plusSeconds(5000), "Name"))).isEqualTo("unknown");
        assertThat(writing(by(begin.minusSeconds(60), "Name"))).isEqualTo("no");
    }

    @Test
    void whatIsOlderThanTheJournalKeepsIsUnknown() throws IOException {
        new PlantedRuns(deployment.state())
                .plant(PlantedRuns.idTime(now.minus(Duration.ofDays(2000))) + "-backup-0001", "failed");

        assertThat(writing(by(now.minus(Duration.ofDays(1900)), "Name"))).isEqualTo("unknown");
    }

    @Test
    void aRunThatGoesOnIsWriting() throws IOException {
        try (var lease = HandMade.journal(deployment).acquireCapture()) {
            Run run = HandMade.journal(deployment)
                    .begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND)
                    .run();

            assertThat(writing(by(Instant.now().plusSeconds(1), "Name"))).isEqualTo("yes " + run.id());
        }
    }

    @Test
    void theVolumeIsThatOfTheNewestRecordWhereNoneIsConfigured() throws IOException {
        configure("");
        new NativeSnapshotFiles(deployment.state())
                .write(new LocalDisk(), NativeSnapshot.asked("run", BACKUP, VOLUME, now, List.of()));
        String person = by(now, "Name");

        assertThat(listed(person).path("madeBy").asText()).isEqualTo("person");
    }

    @Test
    void withoutAVolumeOnlyOursAreListedAndThatIsSaid() throws IOException {
        configure("");
        own(Duration.ZERO);
        by(now, "Name");

        JsonNode document = json("native", "list", "--json");

        assertThat(document.path("snapshots")).hasSize(1);
        assertThat(document.path("volume").isNull()).isTrue();
        assertThat(document.path("warnings").get(0).asText()).contains("native.volume-id is not set");
        assertThat(typed("native", "list").err()).contains("WARNING").contains("native.volume-id is not set");
    }

    @Test
    void locksThatAreDeniedAreUnknownAndNoFailure() throws IOException {
        String one = own(Duration.ZERO);
        ec2.deny("DescribeLockedSnapshots");

        Deployment.Result result = typed("native", "list");

        assertThat(result.status()).isZero();
        assertThat(result.out()).containsPattern(one + ".* unknown ");
        assertThat(result.err().replaceAll("\\s+", " "))
                .contains("which snapshots are locked is unknown", "ec2:DescribeLockedSnapshots");
        assertThat(json("native", "list", "--json").path("locksKnown").asBoolean())
                .isFalse();
    }

    @Test
    void aListThatIsNotWholeIsAFailure() {
        for (int i = 0; i < 5; i++) {
            own(Duration.ofDays(i));
        }
        ec2.breakFrom("DescribeSnapshots", 3, FakeEc2.Break.THROTTLED);

        Deployment.Result result = typed("native", "list");

        assertThat(result.status()).isNotZero();
        assertThat(result.out()).isEmpty();
    }

    @Test
    void textsOfOthersAreCleanedAndCut() throws IOException {
        String hostile = "\u001b[31m<script>alert(1)</script>\u202e" + "x".repeat(200);
        String own = own(Duration.ofDays(1), "ghe-keeper-backup", hostile, "snapshot_expiry", hostile);
        ec2.ebs()
                .plant(
                        FakeEbs.OWN_ACCOUNT,
                        VOLUME,
                        now,
                        hostile,
                        Map.of("Name", hostile, hostile.substring(0, 60), "x"));

        Deployment.Result result = typed("native", "list");
        Deployment.Result plan = typed("native", "expire", "--plan");

        for (String text : List.of(
                result.out(),
                result.err(),
                plan.out(),
                json("native", "list", "--json").toString())) {
            assertThat(text).doesNotContain("\u001b", "\u202e");
        }
        assertThat(result.out()).containsPattern(own + ".* unreadable .* unknown");
        assertThat(result.out().lines()).allMatch(line -> line.length() < 200);
        assertThat(plan.out()).contains("is no day and no instant");
    }

    @Test
    void isOffWithoutACall() throws IOException {
        deployment.sections("native: {endpoint: \"" + ec2.endpoint() + "\"}");
        deployment.configure("");

        assertThat(typed("native", "list").status()).isEqualTo(10);
        assertThat(typed("native", "expire", "--yes").status()).isEqualTo(10);
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void aPlanNamesEachWithItsReasonAndChangesNothing() throws IOException {
        String newest = own(Duration.ofDays(1));
        String old = own(Duration.ofDays(2));
        String pinned = own(Duration.ofDays(3), "ghe-keeper-pin", "");

        JsonNode plan =
                json("native", "expire", "--plan", "--json").path("plans").path(0);
        String out = typed("native", "expire", "--plan").out();

        assertThat(plan.path("snapshots").findValuesAsText("decision")).containsExactly("keep", "delete", "keep");
        assertThat(plan.path("snapshots").findValuesAsText("reason"))
                .containsExactly("newest-completed", "beyond-limits", "pinned");
        assertThat(out)
                .containsPattern(newest + " +keep .* the newest completed one")
                .containsPattern(old + " +delete ")
                .containsPattern(pinned + " +keep .* it has the tag ghe-keeper-pin")
                .contains("3 snapshots: keep 2, delete 1");
        assertThat(ec2.count("DeleteSnapshot")).isZero();
        assertThat(ec2.ebs().ids()).hasSize(3);
    }

    @Test
    void deletesWithConsentAndSaysWhatItDid() {
        String newest = own(Duration.ofDays(1));
        own(Duration.ofDays(2));

        Deployment.Result asked = typed("native", "expire");
        assertThat(asked.status()).isEqualTo(2);
        assertThat(asked.err()).contains("there is no terminal to ask on: give --yes");
        assertThat(ec2.ebs().ids()).hasSize(2);

        Deployment.Result result = typed("native", "expire", "--yes");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("2 snapshots: keep 1, delete 1", "deleted: 1 of 1 snapshot");
        assertThat(ec2.ebs().ids()).containsExactly(newest);
        assertThat(typed("native", "expire", "--yes").out()).contains("nothing is deleted");
    }

    @Test
    void oneThatStaysIsNamedAndTheStatusSaysSo() {
        own(Duration.ofDays(1));
        String stays = own(Duration.ofDays(2));
        ec2.deny("DeleteSnapshot");

        Deployment.Result result = typed("native", "expire", "--yes");

        assertThat(result.status()).isEqualTo(105);
        assertThat(result.out()).contains("not deleted: " + stays, "deleted: 0 of 1 snapshot");
        assertThat(result.err()).contains("native-not-expired", "1 of 1 snapshots");
    }

    @Test
    void jsonIsOfAPlan() {
        assertThat(typed("native", "expire", "--json").status()).isEqualTo(2);
        assertThat(ec2.calls()).isEmpty();
    }

    @Test
    void needsNoVolumeAndRecordsNoRun() throws IOException {
        own(Duration.ofDays(1));
        own(Duration.ofDays(2));
        Path away = deployment.state().resolveSibling("away");
        Files.move(deployment.state(), away);

        assertThat(typed("native", "expire", "--yes").status()).isZero();

        assertThat(deployment.state()).doesNotExist();
        assertThat(ec2.ebs().ids()).hasSize(1);
    }
}
