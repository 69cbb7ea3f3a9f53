package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.RestoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot that the volume lost is restored out of the store, by one command. */
class RestoreFromArchiveIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String STORED = "/data/user/storage/0/01/23/0123456789";

    private Path identity;
    private Path store;
    private String first;
    private String second;

    @BeforeEach
    void archive() throws IOException {
        deployment.appliance().files().addFile(STORED, "an object that never changes");
        deployment.target().files().maintenance(true);
        store = Files.createDirectory(folder.resolve("store"));
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient + "]}");
        deployment.configure("");
        first = archived();
        second = archived();
    }

    private String archived() {
        return HandMade.archive(deployment);
    }

    private Deployment.Result restore(String... arguments) {
        return Typed.at(
                deployment,
                Stream.concat(Stream.of("restore", TARGET, "--from-archive"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Deployment.Result restoreHere(String... arguments) {
        return restore(Stream.concat(
                        Stream.of("--foreground", "--yes", TARGET, "--identity", identity.toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private void lose(String id) {
        Tool.run("rm", "-r", deployment.data().resolve(id).toString());
    }

    private Run newest() {
        return HandMade.journal(deployment).restores().findFirst().orElseThrow();
    }

    private static void ok(Deployment.Result result) {
        assertThat(result.status()).as(result.err() + result.out()).isZero();
    }

    @Test
    void whatTheVolumeLostIsFetchedAndRestored() throws IOException {
        Path kept = Files.move(deployment.data().resolve(second), folder.resolve("kept"));

        Deployment.Result plan = restore("--plan");
        ok(plan);
        ok(restoreHere());

        assertThat(plan.out())
                .contains("archive", second + ", archived at", "at most", "unknown: no fetch")
                .contains("its root says that it is from GHES v3.11.0");
        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        kept.toString(),
                        deployment.data().resolve(second).toString()))
                .isEmpty();
        assertThat(deployment.target().files().at(STORED)).hasContent("an object that never changes");
        Run run = newest();
        assertThat(run.isProof()).isTrue();
        assertThat(run.last(RestoreEvent.SnapshotSource.class).orElseThrow().store())
                .contains("file://" + store);
        assertThat(run.has(ArchiveEvent.SnapshotFetched.class)).isTrue();
        assertThat(Typed.at(deployment, "snapshots", "show", second).out()).contains("from file://" + store);
        assertThat(Typed.at(deployment, "snapshots", "--json").out()).contains("\"from\" : \"file://" + store + "\"");
    }

    /** The identity goes through a pipe to the run's own process. */
    @Test
    void aRunOfItsOwnGetsTheIdentityAndNoFileHasIt() throws IOException {
        lose(second);

        Deployment.Result followed = restore("--yes", TARGET, "--identity", identity.toString());

        ok(followed);
        assertThat(followed.out()).contains("has begun", "fetched snapshot " + second, "is restored onto " + TARGET);
        assertThat(newest().isProof()).isTrue();
        String secret = Files.readAllLines(identity).stream()
                .filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
                .findFirst()
                .orElseThrow();
        assertThat(Tool.run(
                        "bash",
                        "-c",
                        "grep -rlF \"$1\" \"$0\" || true",
                        deployment.state().toString(),
                        secret))
                .isEmpty();
    }

    @Test
    void anOlderOneThatIsOnlyInTheStoreIsRestoredByItsIdAndAgain() {
        lose(first);

        ok(restoreHere("--snapshot", first));
        lose(first);
        Deployment.Result again = Typed.at(
                deployment,
                "restore",
                "--again",
                newest().id(),
                "--foreground",
                "--yes",
                TARGET,
                "--identity",
                identity.toString());

        ok(again);
        assertThat(newest().snapshot()).contains(first);
        assertThat(newest().has(ArchiveEvent.SnapshotFetched.class)).isTrue();
    }

    @Test
    void whatIsWholeOnTheVolumeIsNotFetched() throws IOException {
        Files.move(store.resolve("packs"), store.resolve("away"));

        Deployment.Result plan = restore("--plan", "--json");
        ok(restoreHere());

        JsonNode archive = new ObjectMapper().readTree(plan.out()).get("archive");
        assertThat(archive.get("snapshot").asText()).isEqualTo(second);
        assertThat(archive.get("fetch").isNull()).isTrue();
        assertThat(newest().last(RestoreEvent.SnapshotSource.class)
                        .orElseThrow()
                        .store())
                .isEmpty();
        assertThat(Typed.at(deployment, "snapshots", "show", second).out()).contains("from the volume");
    }

    @Test
    void aVolumeWithoutAnythingIsEnough() throws IOException {
        Tool.run("rm", "-rf", deployment.data().toString(), deployment.state().toString());

        Deployment.Result plan = restore("--plan", "--json");
        ok(restoreHere());

        JsonNode fetch = new ObjectMapper().readTree(plan.out()).get("archive").get("fetch");
        assertThat(fetch.get("atMost").asBoolean()).isFalse();
        assertThat(fetch.get("objects").asLong()).isPositive();
        assertThat(fetch.get("unlisted").asLong()).isZero();
        assertThat(newest().snapshot()).contains(second);
        assertThat(newest().isProof()).isTrue();
    }

    @Test
    void withoutAnIdentityNothingBegins() {
        lose(second);
        int runs = HandMade.journal(deployment).ids().size();

        Deployment.Result without = restore("--foreground", "--yes", TARGET);

        assertThat(without.status()).isEqualTo(10);
        assertThat(without.err()).contains("no identity is given");
        assertThat(HandMade.journal(deployment).ids()).hasSize(runs);
    }

    @Test
    void anotherIdentityTouchesNoTarget() throws IOException {
        lose(second);
        Path other = folder.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        Deployment.Result wrong = restore("--foreground", "--yes", TARGET, "--identity", other.toString());

        assertThat(wrong.err()).contains("encryption-failed");
        assertThat(newest().has(RestoreEvent.Target.class)).isFalse();
        assertThat(deployment.data().resolve(second)).doesNotExist();
    }

    @Test
    void damageOnTheVolumeIsReplacedAndPutAside() throws IOException {
        Path dump = deployment.data().resolve(second).resolve("mysql.sql.gz");
        byte[] whole = Files.readAllBytes(dump);
        Files.delete(deployment.data().resolve(second).resolve("version"));
        Tool.run(
                "touch", deployment.data().resolve(second).resolve("incomplete").toString());

        ok(restoreHere());

        assertThat(dump).hasBinaryContent(whole);
        assertThat(Tool.run("ls", deployment.data().toString())).contains("replaced-" + second);
    }

    private void rewriteRoot(String id, String pattern, String replacement) throws IOException {
        Path root = store.resolve("snapshots/" + id + ".json");
        String text = Files.readString(root);
        Files.delete(root);
        Files.writeString(root, text.replaceFirst(pattern, replacement));
        assertThat(root).content().isNotEqualTo(text);
    }

    private void requireNothingFetched(FailureKind why) {
        assertThat(newest().end().orElseThrow().reason().orElseThrow().code()).isEqualTo(why.code());
        assertThat(newest().has(RestoreEvent.SnapshotSource.class)).isFalse();
        assertThat(deployment.data().resolve("fetching-" + second)).doesNotExist();
    }

    /** As a drill on the schedule, which no person looked at before. */
    private void runAlone() {
        assertThat(catchThrowableOfType(
                        Failure.class,
                        () -> HandMade.keeper(deployment)
                                .restores()
                                .restore(Optional.empty())
                                .run(
                                        Run.Kind.RESTORE,
                                        Run.Cause.HAND,
                                        Optional.empty(),
                                        new RestoreOptions(
                                                TARGET,
                                                RestoreOptions.LATEST,
                                                false,
                                                false,
                                                false,
                                                false,
                                                false,
                                                false,
                                                true,
                                                Map.of()))))
                .isNotNull();
    }

    @Test
    void aTargetOfAnotherReleaseIsRefusedBeforeAnythingIsFetched() throws IOException {
        lose(second);
        deployment.target().files().version("3.10.9");
        Files.move(store.resolve("packs"), store.resolve("away"));

        Deployment.Result plan = restore("--plan");
        runAlone();

        assertThat(plan.status()).isEqualTo(FailureKind.TARGET_UNFIT.exitStatus());
        assertThat(plan.out() + plan.err())
                .contains("snapshot " + second + " is from 3.11.0, as its root says: the target is older");
        requireNothingFetched(FailureKind.TARGET_UNFIT);
    }

    /** As ghe-keeper wrote them before; and what is no release is none. */
    @Test
    void ofARootWithoutAReleaseTheReleaseIsReadBeforeTheRest() throws IOException {
        lose(second);
        rewriteRoot(second, "\"release\"\\s*:\\s*\"[^\"]*\"", "\"release\":\"3.11\\\\u001b[2J\"");
        assertThat(restore("--plan").out()).contains("the release of the snapshot is unknown: its root says none");

        rewriteRoot(second, "\"release\":\"[^\"]*\",", "");

        Deployment.Result plan = restore("--plan");
        ok(plan);
        assertThat(plan.out()).contains("the release of the snapshot is unknown: its root says none");
        ok(restoreHere());
        assertThat(deployment.state().resolve("runs/" + newest().id() + "/output.log"))
                .content()
                .contains("snapshot " + second + " is from GHES v3.11.0, as its file version says");
    }

    @Test
    void aTargetThatDoesNotFitTheFileVersionIsRefusedBeforeTheRestIsFetched() throws IOException {
        lose(second);
        rewriteRoot(second, "\"release\"\\s*:\\s*\"[^\"]*\",", "");
        deployment.target().files().version("3.10.9");

        ok(restore("--plan"));
        Deployment.Result refused = restoreHere();

        assertThat(refused.status()).isEqualTo(FailureKind.TARGET_UNFIT.exitStatus());
        assertThat(refused.out() + refused.err())
                .contains("snapshot " + second + " is from 3.11.0, as its file version says: the target is older");
        requireNothingFetched(FailureKind.TARGET_UNFIT);
    }

    @Test
    void whatDoesNotFitOnTheVolumeIsRefusedBeforeAnythingIsFetched() throws IOException {
        rewriteRoot(second, "\"bytes\"\\s*:\\s*\\d+", "\"bytes\":9000000000000000");
        lose(second);

        Deployment.Result shared = restore("--plan");
        ok(shared);
        assertThat(shared.out()).contains("the snapshot may not fit on the volume");

        lose(first);
        Deployment.Result plan = restore("--plan");
        runAlone();

        assertThat(plan.status()).isEqualTo(FailureKind.VOLUME_FULL.exitStatus());
        assertThat(plan.out() + plan.err()).contains("snapshot " + second + " has 8.0 PiB");
        requireNothingFetched(FailureKind.VOLUME_FULL);
    }

    /** An age that stays where it is until the gate is opened. */
    private Map<String, String> heldAge() throws IOException {
        Path age = Files.createDirectories(folder.resolve("held")).resolve("age");
        Files.writeString(age, """
                #!/bin/bash
                while [ -e %s ]; do sleep 0.05; done
                exec %s "$@"
                """.formatted(
                        gate(), Tool.run("bash", "-c", "command -v age").strip()));
        Tool.run("chmod", "+x", age.toString());
        Files.createFile(gate());
        return Map.of("PATH", age.getParent() + ":" + System.getenv("PATH"));
    }

    private Path gate() {
        return folder.resolve("age-gate");
    }

    private boolean isAgeHeld() {
        String program = folder + "/held/age";
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(program))
                        .isPresent());
    }

    private Run fetching() {
        return Awaitility.await()
                .until(
                        () -> HandMade.journal(deployment)
                                .restores()
                                .filter(run -> run.isOpen() && run.has(RestoreEvent.SnapshotSource.class))
                                .filter(run -> isAgeHeld())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void requireEndedBeforeTheTarget(Run run, FailureKind why) throws IOException {
        Run ended =
                Awaitility.await().until(() -> HandMade.journal(deployment).find(run.id()), found -> !found.isOpen());
        assertThat(ended.end().orElseThrow().reason().orElseThrow().code()).isEqualTo(why.code());
        assertThat(ended.has(RestoreEvent.Target.class)).isFalse();
        assertThat(deployment.data().resolve(second)).doesNotExist();
        Awaitility.await().until(() -> !isAgeHeld());
        Files.delete(gate());
        ok(restoreHere());
        assertThat(newest().isProof()).isTrue();
    }

    @Test
    void aCancelWhileItFetchesEndsItAndTheNextOneEndsWell() throws IOException {
        lose(second);
        Deployment.Result begun = deployment.typeWith(
                heldAge(),
                "restore",
                TARGET,
                "--from-archive",
                "--yes",
                TARGET,
                "--identity",
                identity.toString(),
                "--detach");
        ok(begun);
        Run run = fetching();

        Deployment.Result cancel = Typed.at(deployment, "cancel", run.id(), "--yes");

        ok(cancel);
        assertThat(cancel.out()).contains("run-cancelled", "the target was not touched");
        requireEndedBeforeTheTarget(run, FailureKind.RUN_CANCELLED);
    }

    @Test
    void aControlCWhileItFetchesInTheForegroundEndsItAndTheNextOneEndsWell() throws Exception {
        lose(second);
        Process restore = deployment.startWith(
                heldAge(),
                log,
                "restore",
                TARGET,
                "--from-archive",
                "--yes",
                TARGET,
                "--identity",
                identity.toString(),
                "--foreground");
        Run run = fetching();

        Tool.run("kill", "-INT", "" + restore.pid());

        assertThat(restore.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(log).content().contains("was not touched");
        requireEndedBeforeTheTarget(run, FailureKind.RUN_INTERRUPTED);
    }

    @Test
    void aDrillOutOfTheArchiveProvesWhatItFetched() throws IOException {
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: ["
                + Tool.run("age-keygen", "-y", identity.toString()).strip() + "]}\ndrill: {host: " + TARGET + "}");
        deployment.configure("");
        lose(second);

        ok(Typed.at(deployment, "drill", "--from-archive", "--foreground", "--identity", identity.toString()));

        assertThat(newest().kind()).isEqualTo(Run.Kind.DRILL);
        assertThat(newest().isProof()).isTrue();
        assertThat(newest().last(RestoreEvent.SnapshotSource.class)
                        .orElseThrow()
                        .store())
                .isPresent();
    }

    @Test
    @SuppressWarnings("try") // the lease is there to be closed
    void whileSnapshotsAreReadOrRemovedNothingIsFetched() {
        lose(second);
        Keeper keeper = HandMade.keeper(deployment);
        RestoreOptions choices = new RestoreOptions(
                TARGET, RestoreOptions.LATEST, false, false, false, false, false, false, true, Map.of());
        try (KeepLease held = keeper.core().journal().acquireKeep()) {
            Plan plan = keeper.restores()
                    .planner()
                    .preview(choices, target -> keeper.core().keys().with(target::facts), false);
            Failure begun = catchThrowableOfType(
                    Failure.class,
                    () -> keeper.restores()
                            .restore(Optional.empty())
                            .run(Run.Kind.RESTORE, Run.Cause.HAND, Optional.empty(), choices));

            assertThat(plan.refusals()).extracting(Failure::kind).containsExactly(FailureKind.RUN_ACTIVE);
            assertThat(begun.kind()).isEqualTo(FailureKind.RUN_ACTIVE);
            assertThat(deployment.data().resolve(second)).doesNotExist();
        }
        ok(restore("--plan"));
    }

    /** The one in the store is no better. */
    @Test
    void aSnapshotThatFailedItsDrillIsPassedOver() throws IOException {
        Journal journal = HandMade.journal(deployment);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun drill = journal.begin(lease, Run.Kind.DRILL, Run.Trigger.HAND);
            drill.snapshot(second);
            drill.record(new RestoreEvent.RestoreDone(OptionalLong.empty()));
            drill.end(
                    Run.Outcome.FAILED,
                    Optional.of(new Run.Reason(FailureKind.DRILL_FAILED.code(), "fewer repositories", "Look.")));
        }
        lose(second);
        lose(first);

        Deployment.Result plan = restore("--plan");

        ok(plan);
        assertThat(plan.out())
                .contains(
                        first + ", archived at", "newer in the store, but not taken: " + second + " (failed its drill");
    }

    @Test
    void choicesThatMakeNoSenseAreRefused() {
        assertThat(Typed.at(deployment, "restore", TARGET, "--identity", identity.toString(), "--plan")
                        .status())
                .isEqualTo(2);
        assertThat(restore("--plan", "--warm-up", "bulk").status()).isEqualTo(2);
        assertThat(restore("--warm-up", "fast").status()).isEqualTo(2);
        assertThat(restore("--plan", "--snapshot", "20200101T000000").status()).isEqualTo(80);
        assertThat(restore("--plan", "--snapshot", "../../etc").status()).isEqualTo(80);
    }
}
