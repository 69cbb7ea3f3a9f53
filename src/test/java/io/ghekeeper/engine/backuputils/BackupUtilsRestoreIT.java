package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.PreparedData;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.TreeComparison;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our driving of ghe-restore, on the stand-in and, where BACKUP_UTILS_HOME names it, on the real one. */
@TakesTurns
@Order(9)
class BackupUtilsRestoreIT {
    private static final String RUN =
            "20261120T031700Z-restore-" + ProcessHandle.current().pid();
    private static final String SNAPSHOT = "20261120T031700";

    enum Tool {
        STAND_IN,
        REAL
    }

    @TempDir
    private Path folder;

    private final RunProcesses processes = new RunProcesses(new ProcessTable());
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private Duration grace = Duration.ofSeconds(10);

    private FakeAppliance appliance;
    private FakeAppliance target;
    private SshKeys.Pair key;
    private Path data;
    private Path temporary;
    private Path output;

    @BeforeEach
    void prepare() throws IOException {
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        target = FakeAppliance.start(folder.resolve("target"), "127.0.0.2", appliance.port());
        target.files().maintenance(true);
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        target.authorize(key.publicKey());
        Files.writeString(
                folder.resolve("known_hosts"), appliance.knownHostsLine() + "\n" + target.knownHostsLine() + "\n");
        data = Files.createDirectory(folder.resolve("data"));
        // Short: ssh's sockets lie in it, and their paths may not be long.
        temporary = Files.createDirectory(
                Path.of("/tmp/gk-" + UUID.randomUUID().toString().substring(0, 8)));
        output = Files.createFile(folder.resolve("output.log"));
    }

    @AfterEach
    void endAll() throws Exception {
        processes.end(RUN::equals, Duration.ZERO);
        appliance.close();
        target.close();
        Files.deleteIfExists(temporary);
    }

    @ParameterizedTest
    @EnumSource
    void aGoodRestoreBringsAllBackAndLeavesNothingAlive(Tool tool) throws IOException {
        Engine engine = engine(tool, Map.of());
        backUp(engine); // of this very appliance: both are compared
        target.files().lose("/data/user/storage");
        target.files().lose("/data/user/pages/4/c8/1e/72/2");
        target.files().commitTo("octo/docs");

        engine.restore(request(), step -> steps.add(step.toString()));

        TreeComparison comparison = TreeComparison.ofAll().withoutTimesOfFolders();
        for (String part : List.of("repositories", "pages", "storage", "git-hooks", "elasticsearch")) {
            assertThat(comparison.differences(
                            appliance.files().at("/data/user/" + part),
                            target.files().at("/data/user/" + part)))
                    .as(part)
                    .isEmpty();
        }
        assertThat(steps.get(0)).isEqualTo("1/14 secrets");
        assertThat(steps).hasSize(14).last().isEqualTo("14/14 SSH host keys");
        assertThat(processes.alive(RUN)).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThat(data.resolve("in-progress-restore")).doesNotExist();
        assertThat(data).isDirectoryNotContaining(path -> !path.endsWith(SNAPSHOT) && !path.endsWith("current"));
    }

    @ParameterizedTest
    @EnumSource
    void settingsComeWithThemWhereTheyAreAskedFor(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().addFile("/data/user/common/settings.json", "{}\n");

        engine.restore(
                new RestoreRequest(RUN, target(), SNAPSHOT, true, false, Map.of(), key.privateKey(), output),
                step -> steps.add(step.title()));

        assertThat(steps).contains("license", "settings");
        assertThat(target.files().at("/data/user/common/settings.json"))
                .hasSameTextualContentAs(appliance.files().at("/data/user/common/settings.json"));
    }

    @ParameterizedTest
    @EnumSource
    void aNewApplianceIsRestoredWithoutItsConfiguration(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().empty();

        engine.restore(request(), step -> steps.add(step.toString()));

        assertThat(steps).last().asString().matches("(\\d+)/\\1 SSH host keys");
        assertThat(target.files().at("/data/enterprise/enterprise.ghl")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatIsNotInMaintenanceModeIsNamed(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().maintenance(false);

        assertFails(engine, FailureKind.TARGET_NOT_IN_MAINTENANCE);
        assertThat(steps).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTargetWithReplicationIsNamed(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().addFile("/etc/github/repl-state", "primary");
        assertFails(engine, FailureKind.TARGET_REPLICATES);

        target.files().replica(true);
        assertFails(engine, FailureKind.TARGET_REPLICATES);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetWithActionsDoesNotFitASnapshotWithoutThem(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().set("app.actions.enabled", "true");

        assertFails(engine, FailureKind.TARGET_UNFIT);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetWithAnExternalDatabaseDoesNotFitASnapshotWithout(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().set("mysql.external.enabled", "true");

        assertFails(engine, FailureKind.TARGET_UNFIT);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatRefusesItsReleaseIsNamedSo(Tool tool) throws IOException {
        Engine engine = backedUp(tool);
        target.files().version("3.12.1");

        assertFails(engine, FailureKind.ENGINE_UNFIT);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatCannotBeEnteredIsNamed(Tool tool) throws IOException {
        Engine engine = backedUp(tool);
        target.refuseAll();
        assertFails(engine, FailureKind.KEY_REFUSED);

        target.changeHostKey();
        assertFails(engine, FailureKind.HOST_KEY_CHANGED);

        Files.writeString(folder.resolve("known_hosts"), "");
        assertFails(engine, FailureKind.HOST_KEY_UNKNOWN);

        target.close();
        assertFails(engine, FailureKind.APPLIANCE_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotThatIsNotThereIsNamed(Tool tool) {
        assertFails(engine(tool, Map.of()), FailureKind.SNAPSHOT_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void aDeadRestoresMarkerIsNamedAndCleared(Tool tool) throws IOException {
        Engine engine = backedUp(tool);
        Files.writeString(data.resolve("in-progress-restore"), "1795221997 " + deadPid() + "\n");
        assertFails(engine, FailureKind.ENGINE_ACTIVE);

        assertThat(new Markers(data, new LocalDisk(), new ProcessTable()).clearStale())
                .hasSize(1);
        engine.restore(request(), step -> {});
    }

    @ParameterizedTest
    @EnumSource
    void aFailingStepIsNamedWithItsStatus(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().fail("ghe-import-redis", 6);

        assertThatThrownBy(() -> engine.restore(request(), step -> {}))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.RESTORE_FAILED))
                .hasMessage("ghe-restore ended with 6 at Redis database (ghe-import-redis: failed, as the test asked)");
        assertThat(processes.alive(RUN)).isEmpty();
        assertThat(data.resolve("in-progress-restore")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksIsNeverASuccess(Tool tool) throws IOException {
        backedUp(tool);
        Files.write(data.resolve(SNAPSHOT).resolve("pages/4/c8/1e/72/2/large"), new byte[5_000_000]);
        target.files().lose("/data/user/pages");
        Engine engine = engine(tool, Map.of("GHE_EXTRA_RSYNC_OPTS", "--bwlimit=256"));

        CompletableFuture<Void> restore =
                CompletableFuture.runAsync(() -> engine.restore(request(), step -> steps.add(step.title())));
        // rsync writes what it receives to a file with a dot before its name.
        Awaitility.await().until(() -> holds(target.files().at("/data/user/pages"), ".large."));
        target.dropAll();

        assertThatThrownBy(restore::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.kind()).as(f.getMessage()).isEqualTo(FailureKind.CONNECTION_LOST));
        assertThat(steps).isNotEmpty().doesNotContain("SSH host keys");
        assertThat(processes.alive(RUN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEndInTheMiddleEndsTheWholeTreeAndReportsTheTarget(Tool tool) {
        Engine engine = backedUp(tool);
        target.files().hang("ghe-import-authorized-keys");
        CompletableFuture<Void> restore =
                CompletableFuture.runAsync(() -> engine.restore(request(), step -> steps.add(step.title())));
        Awaitility.await().until(() -> steps.contains("SSH authorized keys"));

        assertThat(engine.end(RUN)).isTrue();

        assertThatThrownBy(restore::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                // Either its own end or that of a connection is seen first; the caller knows that it cancelled.
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.kind()).isIn(FailureKind.RESTORE_FAILED, FailureKind.CONNECTION_LOST))
                .hasMessageContaining("ghe-restore ended with 143 at SSH authorized keys");
        assertThat(processes.alive(RUN)).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThat(data.resolve("in-progress-restore")).doesNotExist();
        assertThat(target.files().at("/data/user/common/ghe-restore-status")).hasContent("failed");
    }

    @Test
    void evenAStubbornTreeIsEnded() {
        grace = Duration.ofSeconds(1);
        Engine engine = backedUp(Tool.STAND_IN, StandInEngine.hangStubbornly("restore-pages"));
        CompletableFuture<Void> restore =
                CompletableFuture.runAsync(() -> engine.restore(request(), step -> steps.add(step.title())));
        Awaitility.await().until(() -> steps.contains("Pages"));

        assertThat(engine.end(RUN)).isTrue();

        assertThatThrownBy(restore::join).isInstanceOf(CompletionException.class);
        assertThat(processes.alive(RUN)).isEmpty();
    }

    @Test
    void aKilledRestoreLeavesAMarkerThatIsClearedOnceItsTreeIsEnded() {
        Engine engine = backedUp(Tool.STAND_IN, StandInEngine.kill("restore-pages"));

        assertFails(engine, FailureKind.RESTORE_FAILED);

        assertThat(data.resolve("in-progress-restore")).exists();
        assertThat(new Markers(data, new LocalDisk(), new ProcessTable()).clearStale())
                .hasSize(1);
    }

    @Test
    void successWithoutTheFinishedLineIsNotBelieved() {
        assertFails(backedUp(Tool.STAND_IN, StandInEngine.NO_FINISHED_LINE), FailureKind.RESTORE_UNPROVEN);
    }

    @Test
    void aFullTargetIsNamed() {
        assertFails(backedUp(Tool.STAND_IN, StandInEngine.full("restore-pages")), FailureKind.TARGET_FULL);
    }

    @Test
    void optionsOfTheRequestGoBeforeThoseOfTheSettings() {
        backedUp(Tool.STAND_IN);
        Engine engine = engine(Tool.STAND_IN, Map.of(StandInEngine.FAULT, StandInEngine.fail("restore-pages")));

        engine.restore(
                new RestoreRequest(
                        RUN,
                        target(),
                        SNAPSHOT,
                        false,
                        false,
                        Map.of(StandInEngine.FAULT, "", "GHE_BACKUP_PAGES", "no", "GHE_RESTORE_HOST", "nowhere"),
                        key.privateKey(),
                        output),
                step -> steps.add(step.title()));

        assertThat(steps).contains("storage data").doesNotContain("Pages");
    }

    @Test
    void anEngineWithoutItsRestoreIsSaidToBeMissing() throws IOException {
        Engine engine = backedUp(Tool.STAND_IN);
        Files.delete(folder.resolve("backup-utils/bin/ghe-restore"));

        assertFails(engine, FailureKind.ENGINE_MISSING);
    }

    private RestoreRequest request() {
        return new RestoreRequest(RUN, target(), SNAPSHOT, false, false, Map.of(), key.privateKey(), output);
    }

    private Origin target() {
        return host(target);
    }

    private Origin host(FakeAppliance host) {
        return new Origin(
                host.host(), host.port(), FakeAppliance.USER, folder.resolve("known_hosts"), Optional.empty(), data);
    }

    private Engine backedUp(Tool tool) {
        return backedUp(tool, "");
    }

    /** An engine whose first backup was taken; its faults are the restore's. */
    private Engine backedUp(Tool tool, String faults) {
        Engine engine = engine(tool, faults.isEmpty() ? Map.of() : Map.of(StandInEngine.FAULT, faults));
        Engine faultless = engine(tool, Map.of());
        if (tool == Tool.STAND_IN) {
            PreparedData.into("engine", data, () -> backUp(faultless));
        } else {
            backUp(faultless);
        }
        return engine;
    }

    private void backUp(Engine engine) {
        engine.backup(
                new BackupRequest(RUN, SNAPSHOT, new PruningLimits(true, 1, 0), key.privateKey(), output), step -> {});
    }

    private Engine engine(Tool tool, Map<String, String> options) {
        if (tool == Tool.STAND_IN) {
            return at(StandInEngine.install(folder.resolve("backup-utils")), options);
        }
        String home = System.getenv("BACKUP_UTILS_HOME");
        assumeTrue(home != null, "BACKUP_UTILS_HOME names no real backup-utils");
        return at(Path.of(home), options);
    }

    private Engine at(Path home, Map<String, String> options) {
        EngineSettings settings = new EngineSettings(home, Optional.empty(), 10, options, grace);
        return new BackupUtils(
                host(appliance),
                settings,
                temporary,
                System.getenv("PATH"),
                processes,
                new LocalDisk(),
                (runId, line) -> {});
    }

    private void assertFails(Engine engine, FailureKind kind) {
        assertThatThrownBy(() -> engine.restore(request(), step -> steps.add(step.title())))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }

    private static boolean holds(Path folder, String beginning) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
        } catch (UncheckedIOException goneMeanwhile) {
            return false;
        }
    }

    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        Awaitility.await().until(() -> !process.isAlive());
        return process.pid();
    }
}
