package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our driving of backup-utils, on the stand-in and, where BACKUP_UTILS_HOME names it, on the real one. */
@TakesTurns
class BackupUtilsIT {
    private static final String RUN =
            "20261120T031700Z-backup-" + ProcessHandle.current().pid();
    private static final String FIRST = "20261120T031700";
    private static final String SECOND = "20261120T031800";

    enum Tool {
        STAND_IN,
        REAL
    }

    @TempDir
    private Path folder;

    private final RunProcesses processes = new RunProcesses(new ProcessTable());
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private FakeAppliance appliance;
    private SshKeys.Pair key;
    private Path data;
    private Path temporary;
    private Path output;
    private Snapshots snapshots;

    @BeforeEach
    void prepare() throws IOException {
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        Files.writeString(folder.resolve("known_hosts"), appliance.knownHostsLine() + "\n");
        data = Files.createDirectory(folder.resolve("data"));
        // Short: ssh's sockets lie in it, and their paths may not be long.
        temporary = Files.createDirectory(
                Path.of("/tmp/gk-" + UUID.randomUUID().toString().substring(0, 8)));
        output = Files.createFile(folder.resolve("output.log"));
        snapshots = new Snapshots(new DataSettings(data, Duration.ofDays(1)), new LocalDisk());
    }

    @AfterEach
    void endAll() throws Exception {
        processes.end(RUN::equals, Duration.ZERO);
        appliance.close();
        Files.deleteIfExists(temporary);
    }

    @ParameterizedTest
    @EnumSource
    void aGoodBackupIsCompleteAndLeavesNothingAlive(Tool tool) throws IOException {
        // As after a restore onto this host: its old key is pinned, and the one that it shows is ours to know.
        appliance.changeHostKey();
        Files.writeString(folder.resolve("restored_hosts"), appliance.knownHostsLine() + "\n");
        Engine engine = engine(tool, Map.of());

        engine.backup(request(FIRST), step -> steps.add(step.toString()));

        assertThat(snapshots.completed(FIRST).complete()).isTrue();
        assertThat(data.resolve(FIRST).resolve("redis.rdb"))
                .as("a dump holds what the appliance gave, and no line of backup-utils")
                .hasSameBinaryContentAs(appliance.files().at("/data/user/redis/dump.rdb"));
        assertThat(steps.get(0)).isEqualTo("1/12 GitHub secrets");
        assertThat(steps).hasSize(12).last().isEqualTo("12/12 Elasticsearch indices");
        assertThat(processes.alive(RUN)).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThat(data.resolve("in-progress")).doesNotExist();
        assertThat(Files.readString(output)).contains("Backup of 127.0.0.1:122 finished.");
    }

    @ParameterizedTest
    @EnumSource
    void theNextBackupSharesWhatDidNotChange(Tool tool) {
        Engine engine = engine(tool, Map.of());
        engine.backup(request(FIRST), step -> {});
        engine.backup(request(SECOND), step -> {});

        Inventory inventory = Inventory.of(snapshots.completed(SECOND));
        assertThat(inventory.percent()).isBetween(50, 99);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedKeyIsSaidToBeRefused(Tool tool) {
        appliance.refuseAll();

        Engine engine = engine(tool, Map.of());
        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.KEY_REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void aChangedHostKeyIsRefused(Tool tool) {
        appliance.changeHostKey();

        Engine engine = engine(tool, Map.of());
        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.HOST_KEY_CHANGED);
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownHostKeyIsRefused(Tool tool) throws IOException {
        Files.writeString(folder.resolve("known_hosts"), "");

        Engine engine = engine(tool, Map.of());
        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.HOST_KEY_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void anApplianceThatIsOffIsSaidToBeUnreachable(Tool tool) {
        appliance.close();

        Engine engine = engine(tool, Map.of());
        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.APPLIANCE_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource
    void anApplianceThatRefusesItsReleaseIsNamedSo(Tool tool) {
        appliance.files().version("3.12.1");

        Engine engine = engine(tool, Map.of());
        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.ENGINE_UNFIT);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksIsNeverASuccess(Tool tool) {
        appliance.files().addBigFile("/data/user/pages/1/large", 2_000_000);
        appliance.dropConnectionsAfterBytes(1_000_000);

        Engine engine = engine(tool, Map.of());
        assertThatThrownBy(() -> engine.backup(request(FIRST), step -> {})).isInstanceOf(Failure.class);
        assertThat(snapshots.list().find(FIRST))
                .hasValueSatisfying(snapshot -> assertThat(snapshot.complete()).isFalse());
        assertThat(processes.alive(RUN)).isEmpty();
    }

    @Test
    void failedStepsAreNamed() {
        Engine engine = standIn(StandInEngine.fail("mysql") + "," + StandInEngine.fail("pages"));

        assertThatThrownBy(() -> engine.backup(request(FIRST), step -> {})).hasMessageContaining("mysql, pages");
    }

    @Test
    void aMissingClosingLineIsReportedAndFailsNoBackupByItself() {
        assertThat(standIn(StandInEngine.NO_FINISHED_LINE)
                        .backup(request(FIRST), step -> {})
                        .finished())
                .isFalse();
        assertThat(standIn("").backup(request(SECOND), step -> {}).finished()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("halfDone")
    void successWithoutAWholeSnapshotIsNotBelieved(String fault) {
        standIn(fault).backup(request(FIRST), step -> {});

        assertFails(() -> snapshots.completed(FIRST), FailureKind.CAPTURE_UNPROVEN);
    }

    static List<String> halfDone() {
        return List.of(StandInEngine.KEEP_INCOMPLETE, StandInEngine.KEEP_CURRENT);
    }

    @ParameterizedTest
    @MethodSource("hangs")
    void anEndEndsTheWholeTree(String fault) {
        Engine engine = standIn(fault);
        CompletableFuture<Void> backup =
                CompletableFuture.runAsync(() -> engine.backup(request(FIRST), step -> steps.add(step.title())));
        Awaitility.await().until(() -> steps.contains("Git repositories"));

        assertThat(engine.end(RUN)).isTrue();

        assertThatThrownBy(backup::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.ENGINE_FAILED));
        assertThat(processes.alive(RUN)).isEmpty();
    }

    static List<String> hangs() {
        return List.of(StandInEngine.hang("repositories"), StandInEngine.hangStubbornly("repositories"));
    }

    @Test
    void whatADeadKeeperLeftIsEndedAndOthersAreNot() {
        Engine dead = standIn(StandInEngine.hang("repositories"));
        CompletableFuture<Void> backup =
                CompletableFuture.runAsync(() -> dead.backup(request(FIRST), step -> steps.add(step.title())));
        Awaitility.await().until(() -> steps.contains("Git repositories"));
        Engine next = standIn("");

        assertThat(next.endLeftovers("another"::equals)).isZero();
        assertThat(backup).isNotDone();
        assertThat(next.endLeftovers(RUN::equals)).isPositive();

        assertThat(processes.alive(RUN)).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThatThrownBy(backup::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void aMissingEngineIsSaidToBeMissing() {
        Engine engine = at(folder.resolve("nowhere"), Map.of());

        assertFails(() -> engine.backup(request(FIRST), step -> {}), FailureKind.ENGINE_MISSING);
    }

    private BackupRequest request(String snapshotId) {
        return new BackupRequest(RUN, snapshotId, new PruningLimits(true, 1, 0), key.privateKey(), output);
    }

    private Engine standIn(String faults) {
        return engine(Tool.STAND_IN, Map.of(StandInEngine.FAULT, faults));
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
        Origin origin = new Origin(
                appliance.host(),
                appliance.port(),
                FakeAppliance.USER,
                folder.resolve("known_hosts"),
                Optional.of(folder.resolve("restored_hosts")),
                data);
        EngineSettings settings = new EngineSettings(home, Optional.empty(), 10, options, Duration.ofSeconds(3));
        return new BackupUtils(
                origin, settings, temporary, System.getenv("PATH"), processes, new LocalDisk(), (runId, line) -> {});
    }

    private static void assertFails(ThrowingCallable action, FailureKind kind) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }
}
