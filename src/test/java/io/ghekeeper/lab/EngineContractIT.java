package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ghe-keeper relies on in backup-utils, from a backup that begins to its end. The same tests run on the stand-in
 * and on the real one, so that what the other tests see of the stand-in is what there is.
 */
@Tag("core")
@ParameterizedClass
@EnumSource
@TakesTurns
@Order(4)
class EngineContractIT {
    private static final String FIRST = "20261120T031700";
    private static final String SECOND = "20261120T091700";
    private static final String A_PAGE = "pages/4/c8/1e/72/1/index.html";

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private EngineBench bench;

    @BeforeEach
    void start() {
        bench = new EngineBench(kind, folder);
    }

    @AfterEach
    void stop() {
        // Absent where the engine is not at hand and the test was skipped.
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void goodBackupIsCompleteCurrentAndSaysThatItFinished() throws IOException {
        EngineRun run = bench.backup(FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.output().strip()).endsWith("  INFO  Backup of 127.0.0.1:122 finished.");
        assertThat(bench.snapshot(FIRST).resolve("incomplete")).doesNotExist();
        assertThat(Files.readSymbolicLink(bench.data().resolve("current"))).isEqualTo(Path.of(FIRST));
        assertThat(bench.markers()).isEmpty();
        assertThat(bench.snapshot(FIRST).resolve("version")).hasContent("v3.11.0");
        assertThat(bench.snapshot(FIRST).resolve("strategy")).hasContent("rsync");
        assertThat(EngineBench.list(bench.snapshot(FIRST)))
                .contains(
                        "settings.json", "enterprise.ghl", "authorized-keys.json", "ssh-host-keys.tar", "mysql.sql.gz")
                .contains("redis.rdb", "uuid", "manage-password", "password-pepper", "benchmarks", "audit-log")
                .contains("repositories", "pages", "storage", "git-hooks", "elasticsearch");
    }

    @Test
    void repositoriesAreWholeInTheSnapshot() {
        Path repository = bench.appliance().files().addRepository("octo/fresh");
        assertThat(bench.backup(FIRST).exitStatus()).isZero();

        Path copy = bench.snapshot(FIRST)
                .resolve(bench.appliance().root().resolve("data/user").relativize(repository));
        assertThat(Tool.run("git", "-C", copy.toString(), "rev-parse", "main"))
                .isEqualTo(Tool.run("git", "-C", repository.toString(), "rev-parse", "main"));
        Tool.run("git", "-C", copy.toString(), "fsck", "--strict");
    }

    @Test
    void stepsAreAnnouncedInOrder() {
        EngineRun run = bench.backup(FIRST);

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
        assertThat(bench.backup(FIRST).exitStatus()).isZero();
        Path repository = bench.appliance().files().commitTo("octo/api");
        assertThat(bench.backup(SECOND).exitStatus()).isZero();

        String main = bench.appliance()
                .root()
                .resolve("data/user")
                .relativize(repository)
                .resolve("refs/heads/main")
                .toString();
        assertThat(bench.inode(SECOND, A_PAGE)).isEqualTo(bench.inode(FIRST, A_PAGE));
        assertThat(bench.inode(SECOND, "git-hooks/repos/1/pre-receive"))
                .isEqualTo(bench.inode(FIRST, "git-hooks/repos/1/pre-receive"));
        assertThat(bench.inode(SECOND, main)).isNotEqualTo(bench.inode(FIRST, main));
        assertThat(bench.inode(SECOND, "redis.rdb")).isNotEqualTo(bench.inode(FIRST, "redis.rdb"));
    }

    @Test
    void failedStepIsNamedAndLeavesTheSnapshotIncomplete() throws IOException {
        assertThat(bench.backup(FIRST).exitStatus()).isZero();
        bench.appliance().files().fail("ghe-export-mysql", 1);
        EngineRun run = bench.backup(SECOND);

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.output()).contains("  ERROR  Error: Snapshot incomplete. Some steps failed: , mysql. ");
        assertThat(run.output()).as("no proof of success").contains("Completed backup of 127.0.0.1:122 in snapshot");
        assertThat(run.output()).doesNotContain("finished.");
        assertThat(bench.snapshot(SECOND).resolve("incomplete")).exists();
        assertThat(bench.snapshot(SECOND).resolve("pages")).isDirectoryRecursivelyContaining("glob:**.html");
        assertThat(Files.readSymbolicLink(bench.data().resolve("current"))).isEqualTo(Path.of(FIRST));
        assertThat(bench.markers()).isEmpty();
    }

    @Test
    void expiredAndFailedSnapshotsArePrunedAfterSuccess() throws IOException {
        Files.createDirectories(bench.data().resolve("20261101T000000"));
        Files.createDirectories(bench.data().resolve("20261110T000000"));
        Files.writeString(bench.data().resolve("20261110T000000/incomplete"), "");
        assertThat(bench.backup(FIRST, "GHE_NUM_SNAPSHOTS", "1").exitStatus()).isZero();

        assertThat(EngineBench.list(bench.data())).containsExactlyInAnyOrder(FIRST, "current");
    }

    @Test
    void sshMasterOutlivesTheRun() {
        EngineRun run = bench.backup(FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.masters()).hasSize(1);
    }

    @Test
    void terminatedRunRemovesItsMarkersAndLeavesItsChildrenRunning() throws IOException {
        EngineRun run = runThatHangsInMysql();
        assertThat(bench.data().resolve("in-progress"))
                .hasContent(FIRST + " " + run.process().pid());
        assertThat(bench.data().resolve("in-progress-backup"))
                .hasContent(FIRST + " " + run.process().pid());
        List<ProcessHandle> children = run.process().descendants().toList();
        try {
            run.process().destroy();

            assertThat(run.exitStatus()).isEqualTo(143);
            assertThat(bench.markers()).isEmpty();
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
            assertThat(bench.markers()).containsExactlyInAnyOrder("in-progress", "in-progress-backup");
            assertThat(bench.snapshot(FIRST).resolve("incomplete")).exists();
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private EngineRun runThatHangsInMysql() {
        bench.appliance().files().hang("ghe-export-mysql");
        EngineRun run = bench.backup(FIRST);
        Awaitility.await()
                .until(() -> run.output().contains("Backing up MySQL")
                        && Files.exists(bench.snapshot(FIRST).resolve("mysql.sql.gz")));
        return run;
    }
}
