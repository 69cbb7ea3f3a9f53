package io.ghekeeper.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other tests take for granted of the laboratory itself: its network, its servers and its engine's faults. */
class LaboratoryIT {
    private static final String ID = "20261120T031700";

    @TempDir
    Path folder;

    private EngineBench bench;
    private FakeAppliance appliance;
    private SshKeys.Pair key;

    @BeforeEach
    void start() {
        bench = new EngineBench(EngineBench.Kind.STAND_IN, folder);
        appliance = bench.appliance();
        key = bench.key();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfKeyIsLetInOnceAuthorized(SshKeys.Kind kind) throws Exception {
        SshKeys.Pair other = SshKeys.make(folder, "other", kind);
        assertThat(ssh(appliance.port(), "admin", other, "true").waitFor()).isEqualTo(255);
        appliance.authorize(other.publicLine());
        assertThat(ssh(appliance.port(), "admin", other, "true").waitFor()).isZero();
    }

    @Test
    void commandsFindTheAppliancesPathsAndReportTheirStatus() throws Exception {
        appliance.files().uuid("0000-uuid");
        Process process = ssh(appliance.port(), "admin", key, "cat /data/user/common/uuid && ls '/etc/github'; exit 7");

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("0000-uuid\nconfigured\n");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void connectionsAreCounted() throws Exception {
        assertThat(appliance.connections()).isZero();
        assertThat(ssh(appliance.port(), "admin", key, "true").waitFor()).isZero();
        assertThat(appliance.connections()).isEqualTo(1);
    }

    @Test
    void frozenApplianceSaysNothingUntilThawed() throws Exception {
        appliance.freeze();
        Process process = ssh(appliance.port(), "admin", key, "true");
        Awaitility.await().until(() -> appliance.connections() == 1);
        Awaitility.await().during(Duration.ofMillis(300)).until(process::isAlive);
        appliance.thaw();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void droppedConnectionsBreakInMidTransferAndLaterOnesWork() throws Exception {
        appliance.files().addBigFile("/data/user/pages/big", 1 << 20);
        appliance.dropConnectionsAfterBytes(200_000);
        Process process = ssh(appliance.port(), "admin", key, "cat /data/user/pages/big");

        assertThat(process.getInputStream().readAllBytes().length).isPositive().isLessThan(1 << 20);
        assertThat(process.waitFor()).isEqualTo(255);
        assertThat(ssh(appliance.port(), "admin", key, "true").waitFor()).isZero();
    }

    @Test
    void processesOfAClosedConnectionAreEnded() throws Exception {
        Process process = ssh(appliance.port(), "admin", key, "echo $$; exec sleep 86400");
        long pid = Long.parseLong(process.inputReader(UTF_8).readLine());
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
        appliance.dropAll();
        Awaitility.await()
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void realSshdServesTheSameApplianceFreezesAndRefuses() throws Exception {
        Assumptions.assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(appliance.files())) {
            assertThat(ssh(sshd.port(), sshd.user(), key, "true").waitFor()).isEqualTo(255);
            sshd.authorize(key.publicKey());
            Process process = ssh(sshd.port(), sshd.user(), key, "ghe-negotiate-version backup-utils 3.11.0");
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("GitHub Enterprise Server version 3.11.0\nbackup-utils 3.11.0 is supported.\n");

            sshd.freeze();
            Process silent = ssh(sshd.port(), sshd.user(), key, "true");
            Awaitility.await().during(Duration.ofMillis(300)).until(silent::isAlive);
            sshd.thaw();
            assertThat(silent.waitFor()).isZero();
        }
    }

    @Test
    void engineReachesRealSshdByUserAndHost() throws IOException {
        Assumptions.assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(appliance.files())) {
            sshd.authorize(key.publicKey());
            bench.knownHosts(sshd.knownHostsLine());
            EngineRun run = bench.backup(
                    ID,
                    "GHE_HOSTNAME",
                    sshd.user() + "@" + sshd.host(),
                    "GHE_EXTRA_SSH_OPTS",
                    bench.sshOptions(sshd.port()));

            assertThat(run.exitStatus()).isZero();
            assertThat(bench.snapshot(ID).resolve("pages")).isDirectoryRecursivelyContaining("glob:**.html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {StandInEngine.KEEP_INCOMPLETE, StandInEngine.KEEP_CURRENT, StandInEngine.NO_FINISHED_LINE})
    void engineCanLieWithExitStatusZero(String fault) {
        EngineRun run = backup(fault);

        assertThat(run.exitStatus()).isZero();
        assertThat(List.of(
                        Files.exists(bench.snapshot(ID).resolve("incomplete")),
                        !Files.exists(bench.data().resolve("current")),
                        !run.output().contains("finished.")))
                .as("one proof of success is missing, the others are there")
                .containsExactly(
                        fault.equals(StandInEngine.KEEP_INCOMPLETE),
                        fault.equals(StandInEngine.KEEP_CURRENT),
                        fault.equals(StandInEngine.NO_FINISHED_LINE));
    }

    @Test
    void pruneErrorLeavesAGoodSnapshotAndStatusOne() throws IOException {
        for (int day = 1; day <= 10; day++) {
            Files.createDirectories(bench.snapshot("202611%02dT000000".formatted(day)));
        }
        EngineRun run = backup(StandInEngine.PRUNE_ERROR);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.output()).doesNotContain("Completed backup of").doesNotContain("finished.");
        assertThat(Files.readSymbolicLink(bench.data().resolve("current"))).isEqualTo(Path.of(ID));
        assertThat(bench.snapshot(ID).resolve("incomplete")).doesNotExist();
    }

    @Test
    void stubbornStepOutlivesTheTermOfItsGroup() {
        EngineRun run = backup(StandInEngine.hangStubbornly("pages"));
        Awaitility.await().until(() -> run.process().descendants().anyMatch(LaboratoryIT::sleeps));
        ProcessHandle sleeper = run.process()
                .descendants()
                .filter(LaboratoryIT::sleeps)
                .findFirst()
                .orElseThrow();
        ProcessHandle step = sleeper.parent().orElseThrow();
        Tool.run("bash", "-c", "kill -TERM -- -$0", Long.toString(run.process().pid()));

        assertThat(run.exitStatus()).isEqualTo(143);
        assertThat(List.of(sleeper, step)).allMatch(ProcessHandle::isAlive);
        step.destroyForcibly();
        sleeper.destroyForcibly();
    }

    @Test
    void killedEngineLeavesItsMarkersAndTheStepThatKilledIt() throws IOException {
        EngineRun run = backup(StandInEngine.kill("pages"));

        assertThat(run.exitStatus()).isEqualTo(137);
        assertThat(bench.markers()).containsExactly("in-progress", "in-progress-backup");
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder + "/engine/"))
                .toList();
        assertThat(left).isNotEmpty();
        left.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        left.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void slowStepCanBeCaughtInMidTransfer() {
        appliance.files().addBigFile("/data/user/pages/big", 4 << 20);
        EngineRun run = backup(StandInEngine.slow("pages"));
        Path pages = bench.snapshot(ID).resolve("pages");
        Awaitility.await().until(() -> pages.toFile().list() != null && partial(pages));

        assertThat(run.process().isAlive()).isTrue();
        assertThat(pages.resolve("big")).doesNotExist();
    }

    private static boolean partial(Path pages) {
        return List.of(pages.toFile().list()).stream().anyMatch(name -> name.startsWith(".big."));
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/sleep");
    }

    private EngineRun backup(String fault) {
        return bench.backup(ID, StandInEngine.FAULT, fault);
    }

    private static Process ssh(int port, String user, SshKeys.Pair key, String command) throws IOException {
        return new ProcessBuilder(
                        "ssh",
                        "-p",
                        Integer.toString(port),
                        "-i",
                        key.privateKey().toString(),
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "StrictHostKeyChecking=accept-new",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-l",
                        user,
                        "127.0.0.1",
                        command)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }
}
