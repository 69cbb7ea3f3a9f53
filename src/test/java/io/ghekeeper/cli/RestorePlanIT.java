package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.TreeComparison;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.PlanJson;
import io.ghekeeper.restore.RestoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a restore would do, and each reason why it may not; of one deployment, with a new volume for each test. */
class RestorePlanIT {
    private static final String SNAPSHOT = "20250101T030000";
    private static final String NEWER = "20250102T030000";
    private static final String PRODUCTION = "127.0.0.1";
    private static final String TARGET = "127.0.0.2";
    private static final String TARGETS_UUID = "11111111-2222-3333-4444-555555555555";
    private static final String KNOWN = "appliance trust " + TARGET;

    @TempDir
    private static Path folder;

    private static Deployment deployment;
    private static ApplianceFiles target;
    private static String productionUuid;

    private Path snapshot;
    private Run backup;

    @BeforeAll
    static void deploy() throws IOException {
        deployment = Deployment.in(folder);
        target = deployment.target().files();
        productionUuid = Files.readString(deployment.appliance().files().at("/data/user/common/uuid"))
                .strip();
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
        target.version("3.11.0");
        target.uuid(TARGETS_UUID);
        target.configured(true);
        target.maintenance(true);
        target.replica(false);
        for (String file : List.of("/lab/df", "/data/user/common/ghe-restore-status")) {
            Files.deleteIfExists(target.at(file));
        }
        deployment.target().authorize(Path.of(deployment.privateKey() + ".pub"));
        deployment.knowHostKeys();
        snapshot = WholeSnapshot.make(deployment.data(), SNAPSHOT, productionUuid);
        backup = WholeSnapshot.record(journal(), SNAPSHOT, Run.Outcome.SUCCEEDED);
    }

    @Test
    void saysWhatWillHappenAndFromWhereAndOntoWhat() {
        Plan plan = may(choices().get());

        assertThat(plan.production()).isEmpty();
        assertThat(plan.ownUuid()).contains(TARGETS_UUID.replace("-", ""));
        assertThat(plan.warnings()).isEmpty();
        assertThat(text(plan))
                .contains("restore onto " + TARGET)
                .containsPattern("(?m)^snapshot +" + SNAPSHOT + ", \\d+ d( \\d+ h)? old, from GHES 3.11.0, uuid "
                        + productionUuid + ", \\d+\\.\\d KiB$")
                .containsPattern("(?m)^holds +1 Git repositories, pages, repositories, mysql.sql.gz")
                .containsPattern("(?m)^proven +captured, and nothing was missing in it; never restored yet$")
                .containsPattern("(?m)^target +" + TARGET + ", GHES 3.11.0, uuid " + TARGETS_UUID + "$")
                .containsPattern("(?m)^ +ecdsa\\S+ "
                        + deployment.target().hostKeyFingerprint().replace("+", "\\+"))
                .containsPattern("(?m)^ +set up, maintenance mode on, .* of .* free$")
                .contains("overwrite all repositories", "leave its settings", "leave it in maintenance mode")
                .contains("external storage", "search indices: this snapshot has none")
                .containsPattern("(?m)^time +unknown");
    }

    @Test
    void aNewApplianceGetsTheSettingsAndNeedsNoMaintenanceMode() {
        target.configured(false);
        target.maintenance(false);

        Plan plan = may(choices().get());

        assertThat(plan.bringsSettings()).isTrue();
        assertThat(text(plan))
                .contains("new, not set up yet", "replace its settings")
                .doesNotContain("lift it by");
    }

    @Test
    void ofTheLastRestoreOntoItAndOfNewerSnapshotsItWarns() throws IOException {
        target.addFile("/data/user/common/ghe-restore-status", "failed\n");
        Path newer = WholeSnapshot.make(deployment.data(), NEWER, productionUuid);
        Files.delete(newer.resolve("redis.rdb"));
        WholeSnapshot.record(journal(), NEWER, Run.Outcome.SUSPECT, "redis.rdb: missing");

        Plan plan = may(choices().get());

        assertThat(plan.selected().orElseThrow().snapshot().id()).isEqualTo(SNAPSHOT);
        assertThat(plan.warnings())
                .contains(
                        "newer, but not taken: " + NEWER + " (suspect)",
                        "the last restore onto it left the status 'failed'");
    }

    @Test
    void aSnapshotThatIsNotThereIsRefusedByTheNameThatWasTyped() {
        refused(choices().of("20200101T000000"), FailureKind.SNAPSHOT_UNKNOWN, "'20200101T000000'", "snapshots");
        refused(choices().of("x\u001b[2J"), FailureKind.SNAPSHOT_UNKNOWN, "'x'", "snapshots");
    }

    @Test
    void whereThereIsNoSnapshotAtAllNoneIsTaken() {
        Tool.run("rm", "-rf", snapshot.toString());

        refused(choices(), FailureKind.SNAPSHOT_UNKNOWN, "among the 0 in " + deployment.data(), "data.directory");
    }

    @Test
    void aSnapshotThatALiveRunWritesIsRefusedTogetherWithTheLease() throws IOException {
        WholeSnapshot.make(deployment.data(), NEWER, productionUuid);
        Keeper keeper = keeper();
        Journal journal = keeper.core().journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot(NEWER);

            Plan plan = keeper.restores()
                    .planner()
                    .preview(
                            choices().of(NEWER).get(),
                            target -> keeper.core().keys().with(target::facts),
                            false);

            assertThat(kinds(plan)).containsExactly(FailureKind.SNAPSHOT_BEING_WRITTEN, FailureKind.RUN_ACTIVE);
            assertThat(plan.refusals().get(0)).hasMessageContainingAll(NEWER, run.id());
            run.end(Run.Outcome.INTERRUPTED, Optional.empty());
        }
    }

    /** Only its processes and its marker show it. */
    @Test
    @ResourceLock(Deployment.ENGINE_BY_HAND)
    void aBackupBegunByHandIsLeftInPeace() throws IOException {
        Process byHand = deployment.backUpByHand(folder.resolve("by-hand.log"), StandInEngine.hang("mysql"));
        Path marker = deployment.data().resolve("in-progress-backup");
        Awaitility.await().until(() -> Files.exists(marker));
        String written = Tool.run("ls", deployment.data().toString())
                .lines()
                .filter(name -> name.matches("\\d{8}T\\d{6}") && !name.equals(SNAPSHOT))
                .findFirst()
                .orElseThrow();
        try {
            refused(choices(), FailureKind.ENGINE_ACTIVE, "not proven dead", "Wait for that process");

            assertThat(kinds(plan(choices().of(written).get())))
                    .containsExactly(FailureKind.SNAPSHOT_BEING_WRITTEN, FailureKind.ENGINE_ACTIVE);
        } finally {
            byHand.descendants().forEach(ProcessHandle::destroyForcibly);
            byHand.destroyForcibly();
        }
    }

    @Test
    void theMarkersOfDeadRunsAreNoRefusal() throws IOException {
        for (String name : List.of("in-progress", "in-progress-backup")) {
            Files.writeString(deployment.data().resolve(name), "20250103T030000 4194304\n");
        }
        Files.writeString(deployment.data().resolve("in-progress-restore"), "1735700000 4194304\n");

        may(choices().get());
    }

    @Test
    void aSnapshotThatFailedItsDrillIsPassedOverAndNeverCalledNeverRestored() throws IOException {
        WholeSnapshot.make(deployment.data(), NEWER, productionUuid);
        WholeSnapshot.record(journal(), NEWER, Run.Outcome.SUCCEEDED);
        String drill;
        try (CaptureLease lease = journal().acquireCapture()) {
            OpenRun run = journal().begin(lease, Run.Kind.DRILL, Run.Trigger.SCHEDULE);
            drill = run.id();
            run.snapshot(NEWER);
            run.record(RunEvent.of("target", Map.of("host", "scratch.example.com")));
            run.record(RunEvent.of("restored", Map.of()));
            run.record(RunEvent.of("checked", Map.of("what", "storage", "result", "bad", "words", "0 are there")));
            run.end(Run.Outcome.FAILED, Optional.of(new Run.Reason("drill-failed", "it failed", "Look.")));
        }

        Plan latest = may(choices().get());
        assertThat(latest.selected().orElseThrow().snapshot().id()).isEqualTo(SNAPSHOT);
        assertThat(latest.warnings())
                .contains("newer, but not taken: " + NEWER + " (failed its drill, run " + drill + ")");
        refused(choices().of(NEWER), FailureKind.SNAPSHOT_IN_DOUBT, "failed its drill", "--accept-suspect");
        refused(choices().of(RestoreOptions.PROVEN), FailureKind.SNAPSHOT_UNKNOWN, "is proven by a restore", "drill");
        Plan accepted = may(choices().of(NEWER).acceptSuspect().get());
        assertThat(text(accepted))
                .contains(
                        "captured; failed its drill onto scratch.example.com, run " + drill + ": storage: 0 are there")
                .doesNotContain("never restored");
    }

    @Test
    void aSuspectSnapshotIsTakenOnlyWhenThatIsSaid() throws IOException {
        WholeSnapshot.make(deployment.data(), NEWER, productionUuid);
        WholeSnapshot.record(journal(), NEWER, Run.Outcome.SUSPECT, "pages: 1 instead of 1000");

        refused(
                choices().of(NEWER),
                FailureKind.SNAPSHOT_IN_DOUBT,
                NEWER + " lacks content: pages: 1 instead of 1000",
                "--accept-suspect");

        Plan accepted = may(choices().of(NEWER).acceptSuspect().get());
        assertThat(accepted.warnings()).contains("the snapshot is suspect, and accepted: pages: 1 instead of 1000");
    }

    @Test
    void aSnapshotThatLacksWhatEveryOneNeedsIsInDoubtWhateverItsRunSaid() throws IOException {
        Files.delete(snapshot.resolve("mysql.sql.gz"));
        refused(choices(), FailureKind.SNAPSHOT_IN_DOUBT, "mysql.sql.gz: missing", "--accept-suspect");

        Tool.run("rm", "-rf", snapshot.resolve("repositories").toString());
        refused(choices(), FailureKind.SNAPSHOT_IN_DOUBT, "repositories: missing", "--accept-suspect");
    }

    @Test
    void aSnapshotWithoutItsVersionIsNeverTaken() throws IOException {
        Files.delete(snapshot.resolve("version"));

        refused(
                choices().of(SNAPSHOT).acceptSuspect(),
                FailureKind.SNAPSHOT_INCOMPLETE,
                SNAPSHOT + " does not say which release",
                "snapshots");
    }

    @Test
    void aTargetThatIsNotThereIsUnreachable() {
        Plan plan = plan(choices("127.0.0.3").get());

        only(plan, FailureKind.APPLIANCE_UNREACHABLE, "127.0.0.3", "");
    }

    @Test
    void theTargetsHostKeyMustBeKnownAndTheSame() throws IOException {
        Files.writeString(folder.resolve("known_hosts"), deployment.appliance().knownHostsLine() + "\n");
        refused(choices(), FailureKind.HOST_KEY_UNKNOWN, TARGET, KNOWN);

        deployment.knowHostKeys();
        deployment.target().changeHostKey();
        refused(choices(), FailureKind.HOST_KEY_CHANGED, TARGET, KNOWN);
    }

    @Test
    void aTargetThatDoesNotLetOurKeyInSaysSo() {
        deployment.target().refuseAll();

        refused(choices(), FailureKind.KEY_REFUSED, TARGET, "");
    }

    @Test
    void aTargetMustBeOfTheSnapshotsReleaseOrUpToTwoNewer() throws IOException {
        Files.writeString(snapshot.resolve("version"), "v3.11.4\n");
        refused(choices(), FailureKind.TARGET_UNFIT, "from 3.11.4: the target is older", "not older than 3.11.4");

        Files.writeString(snapshot.resolve("version"), "v3.8.2\n");
        refused(choices(), FailureKind.TARGET_UNFIT, "more than 2 feature releases ahead", "Install GHES 3.8 to 3.10");

        Files.writeString(snapshot.resolve("version"), "v3.9.9\n");
        may(choices().get());
    }

    @Test
    void anEngineThatIsOlderThanTheTargetIsRefused() {
        target.version("3.12.0");

        refused(choices(), FailureKind.ENGINE_UNFIT, "3.12.0", "Install backup-utils 3.12 to 3.14");
    }

    @Test
    void aTargetThatPeopleWorkOnIsRefusedUnlessMaintenanceModeMayBeSet() {
        target.maintenance(false);

        refused(choices(), FailureKind.TARGET_NOT_IN_MAINTENANCE, TARGET, "--maintenance");

        assertThat(text(may(choices().setMaintenance().get()))).contains("set maintenance mode first");
        assertThat(target.at("/data/github/current/public/system/maintenance.html"))
                .doesNotExist();
    }

    @Test
    void aTargetWithReplicationIsRefused() {
        target.replica(true);

        refused(choices(), FailureKind.TARGET_REPLICATES, TARGET, "ghe-repl-teardown");
    }

    @Test
    void theRoomOfWhatIsReplacedCountsAndNoMore() throws IOException {
        Files.write(snapshot.resolve("pages/big"), new byte[100_000]);
        target.addFile("/lab/df", df(50_000, 40_000));
        refused(choices(), FailureKind.TARGET_FULL, "/data/user on " + TARGET + " has room for 87.9 KiB", "larger");

        target.addFile("/lab/df", df(60_000, 60_000));
        assertThat(may(choices().get()).warnings()).anyMatch(warning -> warning.startsWith("only 58.6 KiB are free"));
    }

    @Test
    void nothingIsBegunBesideAnotherRun() throws IOException {
        Process holder = LeaseHolder.start(deployment.state());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            refused(choices(), FailureKind.RUN_ACTIVE, "(pid " + holder.pid(), "ghe-keeper cancel running");
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void theProductionApplianceIsKnownByItsName() {
        deployment.appliance().files().maintenance(true);

        only(plan(choices(PRODUCTION).get()), FailureKind.TARGET_IS_PRODUCTION, "it is appliance.host", "--overwrite");
        Plan plan = may(choices(PRODUCTION).overwriteProduction().get());
        assertThat(text(plan)).contains("THE APPLIANCE THAT IS BACKED UP: it is appliance.host");
    }

    @Test
    void theProductionApplianceIsKnownByItsAddress() throws IOException {
        deployment.appliance().files().maintenance(true);
        know("[localhost]:", PRODUCTION);

        only(
                plan(choices("localhost").get()),
                FailureKind.TARGET_IS_PRODUCTION,
                "both localhost and " + PRODUCTION + " have the address " + PRODUCTION,
                "--overwrite");
    }

    /** On the worst day it is just what is down. */
    @Test
    void theProductionApplianceIsKnownEvenWhereItCannotBeAsked() {
        Plan plan = plan(choices("localhost").get());

        assertThat(kinds(plan)).containsExactly(FailureKind.HOST_KEY_UNKNOWN, FailureKind.TARGET_IS_PRODUCTION);
    }

    @Test
    void theProductionApplianceIsKnownByItsUuid() {
        target.uuid(productionUuid);

        refused(choices(), FailureKind.TARGET_IS_PRODUCTION, "the same uuid, " + productionUuid, "--overwrite");
        may(choices().overwriteProduction().get());
    }

    @Test
    void aTargetThatHasTheUuidFromARestoreOfOursIsAnotherAppliance() {
        target.uuid(productionUuid);
        restoredOnto(TARGET, TARGET);

        assertThat(may(choices().get()).ownUuid()).contains("abc");
    }

    @Test
    void anApplianceThatMovedToTheRestoredNameIsNotTakenForTheRestoredOne() {
        target.uuid(productionUuid);
        restoredOnto(TARGET, "192.0.2.7");

        refused(choices(), FailureKind.TARGET_IS_PRODUCTION, "the same uuid", "--overwrite");
    }

    @Test
    void aDrillNeverGoesToTheProductionApplianceWhateverIsSaid() {
        target.uuid(productionUuid);

        Plan plan = keeper().restores()
                .planner()
                .preview(
                        choices().overwriteProduction().get(),
                        target -> keeper().core().keys().with(target::facts),
                        true);

        only(plan, FailureKind.TARGET_IS_PRODUCTION, TARGET, "drill.host");
    }

    @Test
    void allThatIsAgainstItIsReportedAtOnce() throws IOException {
        Files.delete(snapshot.resolve("version"));
        target.version("3.12.0");

        assertThat(kinds(plan(choices().of(SNAPSHOT).get())))
                .containsExactly(FailureKind.SNAPSHOT_INCOMPLETE, FailureKind.ENGINE_UNFIT);
    }

    @Test
    void aLookChangesNothingAnywhere() {
        target.maintenance(false);
        Path data = deployment.data();
        Path before = folder.resolve("before");
        Tool.run("cp", "-a", data.toString(), before.toString());
        Path targetBefore = folder.resolve("target-before");
        Tool.run("cp", "-a", target.root().toString(), targetBefore.toString());

        may(choices().setMaintenance().liftMaintenance().get());

        assertThat(TreeComparison.ofAll().differences(before, data)).isEmpty();
        assertThat(TreeComparison.ofAll().differences(targetBefore, target.root()))
                .isEmpty();
        assertThat(journal().ids()).containsExactly(backup.id());
    }

    @Test
    void nothingThatIsSaidIsHostileWhereTheTargetAndTheSnapshotAre() throws IOException {
        String evil = "\u001b[2J\u0007\u202e";
        Files.writeString(snapshot.resolve("version"), "v3.11.0" + evil + "\n");
        Files.writeString(snapshot.resolve("uuid"), evil + "\n");
        Files.writeString(snapshot.resolve("a" + evil + "b"), "x");
        WholeSnapshot.record(journal(), SNAPSHOT, Run.Outcome.SUSPECT, "loss" + evil + "\nready");
        assertPlain(plan(choices().of(SNAPSHOT).get()));

        Files.writeString(snapshot.resolve("version"), "v3.11.0\n");
        assertPlain(plan(choices().of(SNAPSHOT).acceptSuspect().get()));

        target.uuid(evil);
        target.addFile("/data/user/common/ghe-restore-status", "failed" + evil);
        target.addFile("/lab/df", evil);
        assertPlain(plan(choices().of(SNAPSHOT).get()));
        for (String version : List.of("3.11.0" + evil, "")) {
            target.version(version);
            Plan plan = plan(choices().of(SNAPSHOT).get());
            assertThat(plan.refusals()).as(version).isNotEmpty();
            assertPlain(plan);
        }
    }

    private static void assertPlain(Plan plan) throws IOException {
        for (String line : new PlanText(new Screen(false, 0, false)).lines(plan)) {
            assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        }
        new ObjectMapper()
                .readTree(PlanJson.write(plan))
                .findValuesAsText("message")
                .forEach(text -> assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}]"));
        assertThat(PlanJson.write(plan)).doesNotContainPattern("\\\\u00[01][0-9a-fA-F]|\u202e|\u001b|\u0007");
        plan.refusals()
                .forEach(refusal ->
                        assertThat(refusal.getMessage() + refusal.hint()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]"));
    }

    private static void restoredOnto(String host, String addresses) {
        Journal journal = journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            run.record(RunEvent.of("target", Map.of("host", host, "addresses", addresses, "own-uuid", "abc")));
            run.end(Run.Outcome.FAILED, Optional.empty());
        }
    }

    private static String df(long used, long free) {
        return "Filesystem 1-blocks Used Available Capacity Mounted on\n/dev/xvdb %d %d %d 50%% /data/user\n"
                .formatted(used + free, used, free);
    }

    /** The production appliance's key, under another name of it. */
    private static void know(String name, String host) throws IOException {
        String line = deployment.appliance().knownHostsLine().replace("[" + host + "]:", name);
        Files.writeString(folder.resolve("known_hosts"), line + "\n", StandardOpenOption.APPEND);
    }

    private static void refused(Asked choices, FailureKind kind, String message, String hint) {
        only(plan(choices.get()), kind, message, hint);
    }

    private static void only(Plan plan, FailureKind kind, String message, String hint) {
        assertThat(plan.refusals())
                .as(plan.refusals().toString())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(kind);
                    assertThat(refusal).hasMessageContaining(message);
                    assertThat(refusal.hint()).isNotBlank().contains(hint);
                });
    }

    private static Plan may(RestoreOptions choices) {
        Plan plan = plan(choices);
        assertThat(plan.refusals()).isEmpty();
        return plan;
    }

    private static Plan plan(RestoreOptions choices) {
        Keeper keeper = keeper();
        return keeper.restores()
                .planner()
                .preview(choices, target -> keeper.core().keys().with(target::facts), false);
    }

    private static List<FailureKind> kinds(Plan plan) {
        return plan.refusals().stream().map(Failure::kind).toList();
    }

    private static String text(Plan plan) {
        return String.join("\n", new PlanText(new Screen(false, 0, false)).lines(plan));
    }

    private static Keeper keeper() {
        return HandMade.keeper(deployment);
    }

    private static Journal journal() {
        return HandMade.journal(deployment);
    }

    private static Asked choices() {
        return choices(TARGET);
    }

    private static Asked choices(String host) {
        return new Asked(host);
    }

    /** Choices, one after the other. */
    private static final class Asked {
        private final String host;
        private String snapshot = RestoreOptions.LATEST;
        private boolean acceptSuspect;
        private boolean setMaintenance;
        private boolean liftMaintenance;
        private boolean overwriteProduction;

        Asked(String host) {
            this.host = host;
        }

        Asked of(String id) {
            snapshot = id;
            return this;
        }

        Asked acceptSuspect() {
            acceptSuspect = true;
            return this;
        }

        Asked setMaintenance() {
            setMaintenance = true;
            return this;
        }

        Asked liftMaintenance() {
            liftMaintenance = true;
            return this;
        }

        Asked overwriteProduction() {
            overwriteProduction = true;
            return this;
        }

        RestoreOptions get() {
            return new RestoreOptions(
                    host,
                    snapshot,
                    false,
                    false,
                    acceptSuspect,
                    setMaintenance,
                    liftMaintenance,
                    overwriteProduction,
                    false,
                    Map.of());
        }
    }
}
