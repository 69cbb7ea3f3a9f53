package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ghe-keeper relies on in backup-utils. The same tests run on the stand-in and on the real one, so that what the
 * other tests see of the stand-in is what there is. {@code BACKUP_UTILS_HOME} names the real one's folder.
 */
@ParameterizedClass
@EnumSource
class EngineContractIT {
    private static final String FIRST = "20261120T031700";
    private static final String SECOND = "20261120T091700";
    private static final Path A_PAGE = Path.of("pages/4/c8/1e/72/1/index.html");

    enum Kind {
        STAND_IN,
        BACKUP_UTILS
    }

    @Parameter
    Kind kind;

    @TempDir
    Path folder;

    private final List<EngineRun> runs = new ArrayList<>();
    private FakeAppliance appliance;
    private SshKeys.Pair key;
    private Path home;
    private Path data;

    @BeforeEach
    void start() throws IOException {
        home = kind == Kind.STAND_IN ? StandInEngine.install(folder.resolve("engine")) : backupUtils();
        data = folder.resolve("data");
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "key", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        Files.writeString(folder.resolve("known_hosts"), appliance.knownHostsLine() + "\n");
    }

    @AfterEach
    void stop() {
        runs.forEach(EngineRun::close);
        if (appliance != null) {
            appliance.close();
        }
    }

    @Test
    void goodBackupIsCompleteCurrentAndSaysThatItFinished() throws IOException {
        EngineRun run = backup(FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.output().strip()).endsWith("  INFO  Backup of 127.0.0.1:122 finished.");
        assertThat(snapshot(FIRST).resolve("incomplete")).doesNotExist();
        assertThat(Files.readSymbolicLink(data.resolve("current"))).isEqualTo(Path.of(FIRST));
        assertThat(markers()).isEmpty();
        assertThat(snapshot(FIRST).resolve("version")).hasContent("v3.12.1");
        assertThat(snapshot(FIRST).resolve("strategy")).hasContent("rsync");
        assertThat(list(snapshot(FIRST)))
                .contains(
                        "settings.json", "enterprise.ghl", "authorized-keys.json", "ssh-host-keys.tar", "mysql.sql.gz")
                .contains("redis.rdb", "uuid", "manage-password", "password-pepper", "benchmarks", "audit-log")
                .contains("repositories", "pages", "storage", "git-hooks", "elasticsearch");
    }

    @Test
    void repositoriesAreWholeInTheSnapshot() {
        Path repository = appliance.files().addRepository("octo/fresh");
        assertThat(backup(FIRST).exitStatus()).isZero();

        Path copy =
                snapshot(FIRST).resolve(appliance.root().resolve("data/user").relativize(repository));
        assertThat(Tool.run("git", "-C", copy.toString(), "rev-parse", "main"))
                .isEqualTo(Tool.run("git", "-C", repository.toString(), "rev-parse", "main"));
        Tool.run("git", "-C", copy.toString(), "fsck", "--strict");
    }

    @Test
    void stepsAreAnnouncedInOrder() {
        EngineRun run = backup(FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.output()
                        .lines()
                        .filter(line -> line.matches("\\S{20}  INFO  Backing up .*"))
                        .map(line -> line.substring("2026-11-20T03:17:00Z  INFO  Backing up ".length())))
                .containsExactly(
                        "GitHub secrets ...",
                        "GitHub settings ...",
                        "SSH authorized keys ...",
                        "SSH host keys ...",
                        "MySQL database using logical backup strategy ...",
                        "Redis database ...",
                        "audit log ...",
                        "Git repositories ...",
                        "GitHub Pages artifacts ...",
                        "storage data ...",
                        "custom Git hooks ...",
                        "Elasticsearch indices ...");
    }

    @Test
    void secondBackupHardLinksWhatDidNotChange() throws IOException {
        assertThat(backup(FIRST).exitStatus()).isZero();
        Path repository = appliance.files().commitTo("octo/api");
        assertThat(backup(SECOND).exitStatus()).isZero();

        Path main = appliance.root().resolve("data/user").relativize(repository).resolve("refs/heads/main");
        assertThat(inode(SECOND, A_PAGE)).isEqualTo(inode(FIRST, A_PAGE));
        assertThat(inode(SECOND, Path.of("git-hooks/repos/1/pre-receive")))
                .isEqualTo(inode(FIRST, Path.of("git-hooks/repos/1/pre-receive")));
        assertThat(inode(SECOND, main)).isNotEqualTo(inode(FIRST, main));
        assertThat(inode(SECOND, Path.of("redis.rdb"))).isNotEqualTo(inode(FIRST, Path.of("redis.rdb")));
    }

    @Test
    void failedStepIsNamedAndLeavesTheSnapshotIncomplete() throws IOException {
        assertThat(backup(FIRST).exitStatus()).isZero();
        appliance.files().fail("ghe-export-mysql", 1);
        EngineRun run = backup(SECOND);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.output()).contains("  ERROR  Error: Snapshot incomplete. Some steps failed: , mysql. ");
        assertThat(run.output()).as("no proof of success").contains("Completed backup of 127.0.0.1:122 in snapshot");
        assertThat(run.output()).doesNotContain("finished.");
        assertThat(snapshot(SECOND).resolve("incomplete")).exists();
        assertThat(snapshot(SECOND).resolve("pages")).isDirectoryRecursivelyContaining("glob:**.html");
        assertThat(Files.readSymbolicLink(data.resolve("current"))).isEqualTo(Path.of(FIRST));
        assertThat(markers()).isEmpty();
    }

    @Test
    void expiredAndFailedSnapshotsArePrunedAfterSuccess() throws IOException {
        Files.createDirectories(data.resolve("20261101T000000"));
        Files.createDirectories(data.resolve("20261110T000000"));
        Files.writeString(data.resolve("20261110T000000/incomplete"), "");
        assertThat(backup(FIRST, "GHE_NUM_SNAPSHOTS", "1").exitStatus()).isZero();

        assertThat(list(data)).containsExactlyInAnyOrder(FIRST, "current");
    }

    @Test
    void refusedKeyEndsItBeforeTheMarkers() throws IOException {
        appliance.refuseAll();
        assertRefused("Permission denied");
    }

    @Test
    void unknownHostKeyIsRefused() throws IOException {
        Files.writeString(folder.resolve("known_hosts"), "");
        assertRefused("Host key verification failed");
    }

    @Test
    void changedHostKeyIsRefused() throws IOException {
        appliance.changeHostKey();
        assertRefused("REMOTE HOST IDENTIFICATION HAS CHANGED");
    }

    @Test
    void closedPortIsNamed() throws IOException {
        appliance.close();
        assertRefused("Connection refused");
    }

    @Test
    void replicaIsRefused() throws IOException {
        appliance.files().replica(true);
        assertRefused("Error: high availability replica detected.");
    }

    @Test
    void tooOldApplianceIsRefused() throws IOException {
        appliance.files().version("3.8.9");
        assertRefused("Error: unsupported release of GitHub Enterprise Server detected.");
    }

    @Test
    void hostThatIsNoApplianceIsRefused() throws IOException {
        appliance.files().notAnAppliance();
        assertRefused("");
    }

    @Test
    void liveBackupIsNotDisturbedButLosesItsSecondMarker() throws IOException {
        Files.createDirectories(data);
        String living = "20261120T000000 " + ProcessHandle.current().pid() + "\n";
        Files.writeString(data.resolve("in-progress"), living);
        Files.writeString(data.resolve("in-progress-backup"), living);
        EngineRun run = backup(FIRST);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints())
                .contains(
                        "may still be running on PID " + ProcessHandle.current().pid());
        assertThat(data.resolve("in-progress")).hasContent(living);
        assertThat(data.resolve("in-progress-backup")).doesNotExist();
        assertThat(list(snapshot(FIRST))).containsExactly("incomplete");
    }

    @Test
    void deadBackupsFirstMarkerIsReplaced() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("in-progress"), "20261120T000000 " + deadPid() + "\n");

        assertThat(backup(FIRST).exitStatus()).isZero();
        assertThat(markers()).isEmpty();
    }

    @Test
    void restoreMarkerRefusesTheBackupHoweverDead() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("in-progress-restore"), "1795221997 " + deadPid() + "\n");
        EngineRun run = backup(FIRST);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains("  Error: A restore of 127.0.0.1 may still be running on PID");
        assertThat(markers()).containsExactly("in-progress-restore");
    }

    @Test
    void sshMasterOutlivesTheRun() {
        EngineRun run = backup(FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.masters()).hasSize(1);
    }

    @Test
    void terminatedRunRemovesItsMarkersAndLeavesItsChildrenAtWork() throws IOException {
        EngineRun run = runThatHangsInMysql();
        assertThat(data.resolve("in-progress"))
                .hasContent(FIRST + " " + run.process().pid());
        assertThat(data.resolve("in-progress-backup"))
                .hasContent(FIRST + " " + run.process().pid());
        List<ProcessHandle> children = run.process().descendants().toList();
        try {
            run.process().destroy();

            assertThat(run.exitStatus()).isEqualTo(143);
            assertThat(markers()).isEmpty();
            assertThat(children).isNotEmpty().anyMatch(ProcessHandle::isAlive);
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void killedRunLeavesItsMarkersBehind() throws IOException {
        EngineRun run = runThatHangsInMysql();
        List<ProcessHandle> children = run.process().descendants().toList();
        try {
            run.process().destroyForcibly();

            assertThat(run.exitStatus()).isEqualTo(137);
            assertThat(markers()).containsExactlyInAnyOrder("in-progress", "in-progress-backup");
            assertThat(snapshot(FIRST).resolve("incomplete")).exists();
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private EngineRun runThatHangsInMysql() {
        appliance.files().hang("ghe-export-mysql");
        EngineRun run = backup(FIRST);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> run.output().contains("Backing up MySQL")
                        && Files.exists(snapshot(FIRST).resolve("mysql.sql.gz")));
        return run;
    }

    /** Refused before anything began: status 1, a folder with nothing in it, no markers. */
    private void assertRefused(String complaint) throws IOException {
        EngineRun run = backup(FIRST);
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.complaints()).contains(complaint).contains("Call bm_start first");
        assertThat(list(snapshot(FIRST))).containsExactly("incomplete");
        assertThat(data.resolve("current")).doesNotExist();
        assertThat(markers()).isEmpty();
    }

    private EngineRun backup(String id, String... more) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "GHE_HOSTNAME",
                appliance.host(),
                "GHE_DATA_DIR",
                data.toString(),
                "GHE_SNAPSHOT_TIMESTAMP",
                id,
                "GHE_EXTRA_SSH_OPTS",
                "-p " + appliance.port() + " -i " + key.privateKey() + " -o IdentitiesOnly=yes -o UserKnownHostsFile="
                        + folder.resolve("known_hosts")));
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        EngineRun run = EngineRun.start(home, folder.resolve("run-" + runs.size()), variables);
        runs.add(run);
        return run;
    }

    private Path snapshot(String id) {
        return data.resolve(id);
    }

    private Object inode(String id, Path file) throws IOException {
        return Files.getAttribute(snapshot(id).resolve(file), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> markers() throws IOException {
        return list(data).stream()
                .filter(name -> name.startsWith("in-progress"))
                .toList();
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        Awaitility.await().until(() -> !process.isAlive());
        return process.pid();
    }

    private static Path backupUtils() {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(
                home != null, "BACKUP_UTILS_HOME does not name a backup-utils release: contract not tried on it");
        return Path.of(home);
    }
}
