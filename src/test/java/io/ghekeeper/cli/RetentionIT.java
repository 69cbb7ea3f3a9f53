package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PlantedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code retention plan} and pins say, on a volume with three good snapshots and one of a time before ghe-keeper. */
class RetentionIT extends OneDeployment {
    private String oldest;
    private String older;
    private String middle;
    private String newest;

    @BeforeEach
    void haveSnapshots() throws IOException {
        Files.createDirectories(deployment.data());
        configure("retention: {policy: [last 1]}");
        oldest = snapshot(Instant.now().minus(Duration.ofDays(300)));
        older = good(Duration.ofDays(200));
        middle = good(Duration.ofDays(1));
        newest = good(Duration.ofHours(1));
    }

    private void configure(String retention) throws IOException {
        deployment.configure("");
        Files.writeString(deployment.configuration(), Files.readString(deployment.configuration()) + retention + "\n");
    }

    private String snapshot(Instant begun) throws IOException {
        Path directory = Files.createDirectory(
                deployment.data().resolve(PlantedRuns.idTime(begun).replace("Z", "")));
        Files.writeString(directory.resolve("version"), "v3.12.1\n");
        return directory.getFileName().toString();
    }

    private String good(Duration ago) throws IOException {
        return ended(ago, Run.Outcome.SUCCEEDED);
    }

    private String ended(Duration ago, Run.Outcome outcome) throws IOException {
        Clock then = Clock.offset(Clock.systemUTC(), ago.negated());
        Journal journal = HandMade.keeper(deployment, then).core().journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            String id = snapshot(then.instant());
            run.snapshot(id);
            run.end(outcome, Optional.empty());
            return id;
        }
    }

    private String typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private JsonNode plan() throws IOException {
        return new ObjectMapper().readTree(typed("retention", "plan", "--json"));
    }

    private String decisionOn(String id) throws IOException {
        return plan().get("snapshots")
                .valueStream()
                .filter(one -> one.get("snapshot").asText().equals(id))
                .findFirst()
                .orElseThrow()
                .get("decision")
                .asText();
    }

    @Test
    void thePlanGivesEverySnapshotAReasonAndDeletesNothing() {
        assertThat(typed("retention", "plan"))
                .containsPattern(newest
                        + "  keep +good +captured +the newest good one; the newest of release 3.12, for 90 d; last 1\n")
                .containsPattern(older + "  delete +good +captured +no rule of the policy keeps it\n")
                .containsPattern(oldest + "  delete +complete +- +no rule of the policy keeps it\n")
                .contains("\n4 snapshots: keep 1, delete 3\n")
                .contains("these are deleted after the next good backup; to do it now: ghe-keeper retention run");
        assertThat(List.of(oldest, older, middle, newest))
                .allSatisfy(id -> assertThat(deployment.data().resolve(id)).exists());
    }

    @Test
    void theTypedRunDeletesInAProcessOfItsOwnAndSaysWhat() {
        String said = typed("retention", "run");

        assertThat(said)
                .contains("deleted: " + older, "deleted: " + oldest, "no rule of the policy keeps it")
                .containsPattern("run \\S+-retention-\\S+ succeeded in");
        assertThat(List.of(oldest, older, middle))
                .allSatisfy(id -> assertThat(deployment.data().resolve(id)).doesNotExist());
        assertThat(deployment.data().resolve(newest)).exists();
        assertThat(typed("runs", "--kind", "retention")).contains("retention");
    }

    @Test
    void withoutAPolicyThePlanKeepsWhatTheEngineWould() throws IOException {
        configure("");
        int keep = HandMade.keeper(deployment).core().configuration().engine().keepSnapshots();
        JsonNode plan = plan();

        assertThat(plan.get("policy").toString())
                .isEqualTo("[\"last " + keep + "\",\"engine.keep-snapshots " + keep + "\"]");
        assertThat(plan.get("keep").asInt()).isEqualTo(keep).isLessThan(4);
        assertThat(decisionOn(oldest)).isEqualTo("delete");
        assertThat(plan.get("deletedBytes").isNull())
                .as("no snapshot has a seal")
                .isTrue();
        assertThat(plan.get("enforced").asBoolean()).isTrue();
    }

    @Test
    void thePlanSaysHowMuchGoesWhenEverySnapshotHasASeal() throws IOException {
        Files.writeString(deployment.data().resolve(older).resolve("large"), "x".repeat(10_000));
        Files.createLink(
                deployment.data().resolve(newest).resolve("kept"),
                Files.writeString(deployment.data().resolve(middle).resolve("kept"), "y".repeat(10_000)));
        assertThat(typed("retention", "plan")).contains("how much goes is unknown");
        for (String id : List.of(oldest, older, middle, newest)) {
            HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        }

        long versions = 3L * "v3.12.1\n".length();
        assertThat(plan().get("deletedBytes").asLong()).isEqualTo(10_000 + versions);
        assertThat(typed("retention", "plan")).contains("9.8 KiB go, which no kept snapshot holds");
    }

    @Test
    void aFailedBackupStopsEveryDeletionAndThePlanNamesIt() throws IOException {
        Journal journal = HandMade.journal(deployment);
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND)
                    .end(Run.Outcome.FAILED, Optional.of(new Run.Reason("connection-lost", "it broke", "Look.")));
        }

        assertThat(typed("retention", "plan"))
                .contains("4 snapshots: keep 4, delete 0")
                .contains("nothing may be deleted now: the last backup failed (run "
                        + journal.ids().get(0) + ")");
    }

    @Test
    void aPinKeepsASnapshotUntilItIsTakenAway() throws IOException {
        assertThat(decisionOn(older)).isEqualTo("delete");

        assertThat(typed("snapshots", "pin", older, "--because", "the audit"))
                .startsWith("pinned: " + older + ": the audit\n");

        assertThat(decisionOn(older)).isEqualTo("keep");
        assertThat(typed("retention", "plan")).containsPattern(older + "  keep +good +captured +pinned: the audit\n");
        assertThat(typed("snapshots")).contains("pinned: " + older + ": the audit\n");
        assertThat(typed("snapshots", "show", older)).containsPattern("(?m)^pin +pinned: the audit; set \\d+ s ago$");
        assertThat(typed("snapshots", "unpin", older)).isEqualTo("no longer pinned: " + older + "\n");
        assertThat(decisionOn(older)).isEqualTo("delete");
        assertThat(typed("snapshots", "unpin", older)).contains("has no pin");
        assertThat(typed("snapshots")).doesNotContain("pinned");
    }

    @Test
    void aSnapshotWhoseEvidenceCannotBeReadIsKeptAndEveryViewSaysSo() throws IOException {
        typed("snapshots", "pin", older);
        Files.writeString(deployment.state().resolve("evidence/" + older + ".json"), "\u001b[31m");

        assertThat(typed("retention", "plan"))
                .containsPattern(older
                        + "  keep +good +captured +whether it is pinned cannot be read: its evidence is no JSON\n");
        assertThat(typed("snapshots")).contains("warning: " + older + ": its evidence is no JSON");
        assertThat(typed("snapshots", "show", older)).contains("unknown: its evidence is no JSON");
        Deployment.Result refused = Typed.at(deployment, "snapshots", "unpin", older);
        assertThat(refused.status()).isEqualTo(61);
        assertThat(refused.err()).contains("volume-unusable", older + ".json is no JSON");
    }

    @Test
    void aPinWantsASnapshotThatIsThereAndATimeToCome() {
        Deployment.Result unknown = Typed.at(deployment, "snapshots", "pin", "20010101T000000");
        assertThat(unknown.status()).isEqualTo(80);
        assertThat(unknown.err()).contains("there is no snapshot '20010101T000000'");

        Deployment.Result over = Typed.at(deployment, "snapshots", "pin", older, "--until", "2020-01-01");
        assertThat(over.status()).isEqualTo(2);
        assertThat(over.err()).contains("'--until': '2020-01-01' is not a duration as 90d");

        Deployment.Result tooLong = Typed.at(deployment, "snapshots", "pin", older, "--because", "x".repeat(501));
        assertThat(tooLong.status()).isEqualTo(2);
        assertThat(tooLong.err()).contains("500");
        assertThat(deployment.state().resolve("evidence")).doesNotExist();
    }

    /** A pin that does not keep its snapshot would be a promise that is broken a day later. */
    @Test
    void anIncompleteSnapshotCannotBePinned() throws IOException {
        Files.writeString(deployment.data().resolve(oldest).resolve("incomplete"), "");

        Deployment.Result refused = Typed.at(deployment, "snapshots", "pin", oldest);

        assertThat(refused.status()).isEqualTo(81);
        assertThat(refused.err()).contains("cannot pin snapshot " + oldest + ": it is incomplete");
        assertThat(deployment.state().resolve("evidence")).doesNotExist();
    }

    @Test
    void aBadPolicyIsNamedWithTheFormsThatThereAre() throws IOException {
        configure("retention: {policy: [last 7, dayly 14]}");

        Deployment.Result refused = Typed.at(deployment, "retention", "plan");

        assertThat(refused.status()).isEqualTo(10);
        assertThat(refused.err())
                .contains("retention.policy", "\"dayly 14\"", "hourly 24, daily 14", "the nearest is daily");
    }
}
