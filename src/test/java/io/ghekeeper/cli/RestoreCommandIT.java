package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.process.LiveProcess;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.restore.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The restore as it is typed, with an engine that touches no appliance. One deployment, with a new volume for each test. */
@Tag("core")
class RestoreCommandIT {
    private static final String SNAPSHOT = "20250101T030000";
    private static final String NEWER = "20250102T030000";
    private static final String PRODUCTION = "127.0.0.1";
    private static final String TARGET = "127.0.0.2";
    private static final String FAILS = "GHE_QUICK_RESTORE_STATUS=7";
    private static final String LASTS = "GHE_QUICK_SECONDS=";

    private static final List<String> NO_HOSTS = List.of(
            "-oProxyCommand=x",
            "user@host",
            "host:22",
            "::1",
            "",
            "ssh://host",
            "a b",
            "127.0.0.256",
            "host\u001b[2J",
            "$(reboot)");
    private static final List<String> NO_SENSE = List.of(
            "",
            TARGET + " --again last",
            "--again last --snapshot " + SNAPSHOT,
            "--again last --with-settings",
            "--again last --option GHE_BACKUP_PAGES=no",
            TARGET + " --json",
            TARGET + " --detach --foreground",
            TARGET + " " + TARGET,
            TARGET + " --yes",
            "-oProxyCommand=x",
            TARGET + " --option GHE_HOSTNAME=elsewhere",
            TARGET + " --option GHE_RESTORE_HOST=elsewhere",
            TARGET + " --option GHE_EXTRA_SSH_OPTS=-oStrictHostKeyChecking=no",
            TARGET + " --option LD_PRELOAD=x",
            TARGET + " --option SKIP_MYSQL=true",
            TARGET + " --option nonsense",
            TARGET + " --yes " + TARGET + " --output plan.txt");

    @TempDir
    private static Path folder;

    private static Deployment deployment;
    private static String uuid;

    private Run backup;

    @BeforeAll
    static void deploy() throws IOException {
        deployment = Deployment.in(folder);
        deployment.useQuickEngine();
        deployment.configure("");
        uuid = Files.readString(deployment.appliance().files().at("/data/user/common/uuid"))
                .strip();
        deployment.appliance().files().maintenance(true);
        // This engine restores nothing: its target has what a restore would have brought.
        deployment.target().files().uuid(uuid);
        deployment.target().files().maintenance(true);
    }

    @AfterAll
    static void remove() throws IOException {
        deployment.close();
    }

    @BeforeEach
    void putBack() throws IOException {
        for (Path path : List.of(deployment.data(), deployment.state())) {
            Tool.run("rm", "-rf", path.toString());
        }
        WholeSnapshot.make(deployment.data(), SNAPSHOT, uuid);
        Journal journal = HandMade.pastJournal(deployment);
        backup = WholeSnapshot.record(journal, SNAPSHOT, Run.Outcome.SUCCEEDED);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun earlier = journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            earlier.record(RunEvent.of("target", Map.of("host", TARGET, "addresses", TARGET, "own-uuid", "abc")));
            earlier.end(Run.Outcome.FAILED, Optional.empty());
        }
    }

    /** It asks nothing: a slip of the hand is no consent. */
    @ParameterizedTest
    @ValueSource(strings = {"restore 127.0.0.2", "drill", "backup", "seal 20261120T031700", "verify 20261120T031700"})
    void theInternalCommandIsForAProcessThatWasStartedForIt(String run) throws IOException {
        List<String> before = journal().ids();
        Path slip = Files.createFile(deployment.state().resolve("plan.txt"));

        Deployment.Result result = Typed.at(deployment, ("internal --output " + slip + " " + run).split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "internal is for a process that ghe-keeper started; type backup, restore, drill, seal, verify,"
                                + " archive or retention run instead");
        assertThat(journal().ids()).isEqualTo(before);
    }

    @Test
    void withoutATerminalAndWithoutAYesNothingIsDone() {
        List<String> before = journal().ids();

        Deployment.Result result = Typed.at(deployment, "restore", TARGET);

        assertThat(result.status()).as(result.err()).isEqualTo(88);
        assertThat(result.out()).contains("restore onto " + TARGET, "overwrite all repositories");
        assertThat(result.err())
                .contains("ERROR [consent-missing]: there is no terminal to ask on whether " + TARGET)
                .contains("HINT: Say it on the command line: --yes " + TARGET);
        assertThat(journal().ids()).isEqualTo(before);
    }

    @Test
    void aYesForAnotherHostIsNone() {
        List<String> before = journal().ids();

        Deployment.Result result = type("restore", TARGET, "--yes", PRODUCTION);

        assertThat(result.status()).isEqualTo(88);
        assertThat(result.err())
                .contains("nothing was done to " + TARGET + ": --yes names '" + PRODUCTION + "', not '" + TARGET + "'");
        assertThat(type("restore", TARGET, "--yes", "").status()).isEqualTo(88);
        assertThat(journal().ids()).isEqualTo(before);
    }

    @Test
    void theProductionApplianceIsOverwrittenOnlyWhenBothAreSaid() {
        List<String> before = journal().ids();

        assertThat(type("restore", PRODUCTION, "--yes", PRODUCTION).status()).isEqualTo(89);
        assertThat(type("restore", PRODUCTION, "--overwrite-production").status())
                .isEqualTo(88);
        assertThat(journal().ids()).isEqualTo(before);

        Deployment.Result both =
                type("restore", PRODUCTION, "--overwrite-production", "--yes", PRODUCTION, "--foreground");
        assertThat(both.status()).as(both.err()).isZero();
        assertThat(both.out()).contains("snapshot " + SNAPSHOT + " is restored onto " + PRODUCTION);
    }

    @Test
    void aHostThatIsNoHostIsRefusedBeforeAnythingIsAsked() {
        int before = deployment.target().connections();

        for (String host : NO_HOSTS) {
            Deployment.Result result = type("restore", "--yes", host, "--", host);

            assertThat(result.status()).as(host).isEqualTo(2);
            assertThat(result.err())
                    .contains("is not a host name or an IPv4 address")
                    .doesNotContain("\u001b[2J");
        }
        assertThat(deployment.target().connections()).isEqualTo(before);
    }

    @Test
    void whatMakesNoSenseIsAUsageErrorAndNothingIsDone() {
        List<String> before = journal().ids();

        for (String arguments : NO_SENSE) {
            Deployment.Result result = type(("restore " + arguments).strip().split(" ", -1));

            assertThat(result.status()).as(arguments + result.out()).isEqualTo(2);
            assertThat(result.err()).contains("HINT: See its help: ghe-keeper restore --help");
        }
        assertThat(journal().ids()).isEqualTo(before);
    }

    @Test
    void aPlanEndsAsTheRestoreWouldBegin() throws IOException {
        assertThat(type("restore", TARGET, "--plan").status()).isZero();

        Deployment.Result json = type("restore", TARGET, "--plan", "--json", "--lift-maintenance");
        assertThat(json.status()).as(json.err()).isZero();
        JsonNode plan = new ObjectMapper().readTree(json.out());
        assertThat(plan.get("mayGo").booleanValue()).isTrue();
        assertThat(plan.at("/snapshot/id").textValue()).isEqualTo(SNAPSHOT);
        assertThat(plan.at("/snapshot/repositories").longValue()).isEqualTo(1);
        assertThat(plan.at("/target/hostKeyFingerprint").textValue())
                .isEqualTo(deployment.target().hostKeyFingerprint());
        assertThat(plan.at("/effect/liftMaintenance").booleanValue()).isTrue();

        Deployment.Result refused = type("restore", TARGET, "--snapshot", NEWER, "--plan", "--json");
        assertThat(refused.status()).isEqualTo(80);
        JsonNode refusal = new ObjectMapper().readTree(refused.out()).at("/refusals/0");
        assertThat(refusal.get("code").textValue()).isEqualTo("snapshot-unknown");
        assertThat(refusal.get("exitStatus").intValue()).isEqualTo(80);
        assertThat(refused.err()).contains(refusal.get("message").textValue());
    }

    @Test
    void aRestoreGoesOnInAProcessOfItsOwnAndIsFollowedToItsEnd() throws IOException {
        Deployment.Result result =
                Typed.at(deployment, "restore", TARGET, "--yes", TARGET, "--option", "GHE_RESTORE_SKIP_AUDIT_LOGS=yes");

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        Run run = newest();
        assertThat(result.out())
                .contains(run.id() + " has begun. It goes on when this terminal is lost.")
                .contains("ghe-keeper logs " + run.id() + " -f", "ghe-keeper cancel " + run.id())
                .contains("snapshot " + SNAPSHOT + " is restored onto " + TARGET)
                .contains("repositories: ", "left to do by hand:", "lift maintenance mode on " + TARGET);
        assertThat(run.isProof()).isTrue();
        assertThat(run.snapshot()).contains(SNAPSHOT);
        assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
        assertThat(type("snapshots").out()).containsPattern("good .* restore \\d+ s ago, in ");
    }

    @Test
    void aStepThatFailsIsTheCommandsEndAndInTheRecord() {
        Deployment.Result result = type("restore", TARGET, "--yes", TARGET, "--foreground", "--option", FAILS);

        assertThat(result.status()).as(result.err()).isEqualTo(90);
        Run run = newest();
        assertThat(result.err())
                .contains("ERROR [restore-failed]: ghe-restore ended with 7 at Git repositories")
                .contains("ghe-keeper restore --again " + run.id());
        assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.FAILED);
        assertThat(run.end().orElseThrow().reason().orElseThrow().code()).isEqualTo("restore-failed");
        assertThat(run.isProof()).isFalse();
        assertThat(TargetState.of(run))
                .startsWith(TARGET + " is left half restored in step ")
                .contains("(Git repositories), in maintenance mode");
        assertThat(deployment.data().resolve("in-progress-restore")).doesNotExist();
    }

    @Test
    void anotherRestoreRepeatsAllChoicesAndTheVerySnapshot() throws IOException {
        type(
                "restore",
                TARGET,
                "--yes",
                TARGET,
                "--foreground",
                "--with-settings",
                "--skip-mysql",
                "--maintenance",
                "--option",
                FAILS,
                "--option",
                "GHE_BACKUP_PAGES=no");
        Run first = newest();
        WholeSnapshot.make(deployment.data(), NEWER, uuid);
        WholeSnapshot.record(journal(), NEWER, Run.Outcome.SUCCEEDED);

        assertThat(type("restore", "--again", first.id()).status()).isEqualTo(88);
        Deployment.Result again = type("restore", "--again", first.id(), "--yes", TARGET, "--foreground");

        assertThat(again.status()).as(again.err()).isEqualTo(90);
        Run second = journal()
                .restores()
                .filter(run -> !run.id().equals(first.id()))
                .filter(run -> run.last(RestoreEvent.Asked.class).isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(second.snapshot()).contains(SNAPSHOT);
        assertThat(asked(second))
                .isEqualTo(asked(first))
                .containsEntry("snapshot", SNAPSHOT)
                .containsEntry("with-settings", "true")
                .containsEntry("skip-mysql", "true")
                .containsEntry("maintenance", "true")
                .containsEntry("lift-maintenance", "false");
    }

    @Test
    void aBackupIsNothingToRepeat() {
        Deployment.Result result = type("restore", "--again", backup.id(), "--yes", TARGET);

        assertThat(result.status()).isEqualTo(58);
        assertThat(result.err())
                .contains("run " + backup.id() + " is no restore whose choices were recorded")
                .contains("Name the host instead: ghe-keeper restore HOST");
    }

    /** The lease, in both orders; and the supervisor, which may be a container's first process. */
    @Test
    void whileARestoreRunsTicksAreSkippedBackupsRefusedAndTheSupervisorWaits() throws Exception {
        deployment.configure("", "[\"*/1 * * * * *\"]");
        try {
            Path log = folder.resolve("supervisor.log");
            Run restore = detached(LASTS + "60");

            Deployment.Result backup = type("backup");
            assertThat(backup.status()).isEqualTo(50);
            assertThat(backup.err())
                    .contains(
                            "another run is in progress",
                            "pid " + restore.keeper().pid());
            Deployment.Result second = type("restore", TARGET, "--yes", TARGET);
            assertThat(second.status()).isEqualTo(50);
            assertThat(second.err()).contains("ghe-keeper cancel running");

            Process supervisor = deployment.start(log, "supervise");
            Awaitility.await().until(() -> Files.readString(log).contains("skipped: "));
            supervisor.destroy();
            Awaitility.await().until(() -> Files.readString(log).contains("waiting for " + restore.id()));
            assertThat(supervisor.isAlive()).isTrue();
            Deployment.Result cancel = type("cancel", restore.id(), "--yes");

            assertThat(cancel.status()).as(cancel.err()).isZero();
            assertThat(cancel.out()).contains("is left half restored in step", "(Git repositories)");
            assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(Files.readString(log)).contains("stopped");
            assertThat(journal().find(restore.id()).end().orElseThrow().outcome())
                    .isEqualTo(Run.Outcome.INTERRUPTED);
            assertThat(journal().newest(1000).readable())
                    .anyMatch(run -> run.kind() == Run.Kind.BACKUP
                            && run.end()
                                    .filter(end -> end.outcome() == Run.Outcome.SKIPPED)
                                    .isPresent());
        } finally {
            deployment.configure("");
        }
    }

    @Test
    void noRestoreBeginsWhileABackupRuns() throws Exception {
        deployment.hold();
        Process keeper = deployment.start(folder.resolve("backup.log"), "backup");
        try {
            Awaitility.await().until(() -> newest().isOpen());

            Deployment.Result restore = type("restore", TARGET, "--yes", TARGET);
            assertThat(restore.status()).as(restore.err()).isEqualTo(50);
        } finally {
            // Killed, it would leave an engine that still writes while the next test clears the volume.
            deployment.letGo();
            keeper.waitFor();
        }
    }

    @Test
    void ofAKilledRestoreNothingIsInTheWayOfTheNextRestoreOrBackup() throws Exception {
        Path marker = deployment.data().resolve("in-progress-restore");
        Run killed = detached(LASTS + "60");
        String left = Files.readString(marker);

        ProcessHandle.of(killed.keeper().pid()).orElseThrow().destroyForcibly();
        for (LiveProcess process : alive(killed)) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        Awaitility.await().until(() -> alive(killed).isEmpty());

        assertThat(marker).exists();
        Deployment.Result next = type("restore", TARGET, "--yes", TARGET, "--foreground");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(marker).doesNotExist();
        Run closed = journal().find(killed.id());
        assertThat(closed.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(closed.end().orElseThrow().reason().orElseThrow().hint())
                .contains("ghe-keeper restore --again " + killed.id());

        Files.writeString(marker, left);
        Deployment.Result backup = type("backup");
        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(marker).doesNotExist();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    /** Begins one in a process of its own, and returns when its engine is at the repositories. */
    private static Run detached(String option) {
        Deployment.Result begun =
                Typed.at(deployment, "restore", TARGET, "--yes", TARGET, "--detach", "--option", option);
        assertThat(begun.status()).as(begun.err()).isZero();
        Awaitility.await().until(() -> asksFor(newestRestore(), "Git repositories"));
        return newestRestore();
    }

    private static boolean asksFor(Run run, String step) {
        return run.last(RunEvent.StepBegun.class)
                .filter(event -> event.details().getOrDefault("title", "").equals(step))
                .isPresent();
    }

    private static List<LiveProcess> alive(Run run) {
        return new RunProcesses(new ProcessTable()).alive(run.id());
    }

    private static Map<String, String> asked(Run run) {
        return run.last(RestoreEvent.Asked.class).orElseThrow().details();
    }

    private static Run newest() {
        return journal().newest(1).readable().get(0);
    }

    private static Run newestRestore() {
        return journal().restores().findFirst().orElseThrow();
    }

    private static Journal journal() {
        return HandMade.journal(deployment);
    }

    private static Deployment.Result type(String... arguments) {
        return Typed.at(deployment, arguments);
    }
}
