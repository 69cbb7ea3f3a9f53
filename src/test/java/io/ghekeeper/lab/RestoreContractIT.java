package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * What ghe-keeper relies on in backup-utils' restore, from its beginning to its end. The same tests run on the stand-in
 * and on the real one.
 */
@Tag("core")
@ParameterizedClass
@EnumSource
@TakesTurns
@Order(4)
class RestoreContractIT {
    private static final String FIRST = "20261120T031700";
    /** Without it a backup makes two files of one with two names. */
    private static final String HARD_LINKS = "--hard-links";

    private static final String A_SITE = "/data/user/pages/4/c8/1e/72/1";
    private static final String A_GIST = "/data/user/repositories/a/aa/bb/cc/gist/5.git";

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
    void goodRestoreSaysThatItFinishedAndLeavesNoMarker() throws IOException {
        EngineRun run = restore("-f", "-s", FIRST);

        assertThat(run.exitStatus()).as(run.output() + run.complaints()).isZero();
        assertThat(run.output().lines())
                .anyMatch(line -> line.matches("\\S{20}  INFO  Restore of 127\\.0\\.0\\.2:122 finished\\."));
        assertThat(target("/data/user/common/ghe-restore-status")).hasContent("complete");
        assertThat(bench.markers()).isEmpty();
        assertThat(run.masters()).as("ssh masters outlive it").hasSize(1);
    }

    @Test
    void stepsAreAnnouncedInOrder() {
        EngineRun run = restore("-f", "-s", FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(steps(run))
                .containsExactly(
                        "Restoring secrets and applying cleanup ...",
                        "Restoring UUID ...",
                        "Restoring MySQL database from logical backup snapshot on an appliance configured for logical"
                                + " backups ...",
                        "Restoring data serially ...",
                        "Restoring Redis database ...",
                        "Restoring Git Repositories ...",
                        "Restoring Gists ...",
                        "Restoring Pages ...",
                        "Restoring SSH authorized keys ...",
                        "Restoring storage data ...",
                        "Restoring custom Git hooks ...",
                        "Restoring Elasticsearch indices ...",
                        "Restoring Audit logs ...",
                        "Configuring appliance ...",
                        "Restoring SSH host keys ...");
    }

    @Test
    void whatWasChangedAndDestroyedComesBackAsItWas() throws IOException {
        plantLinks();
        bench.appliance().files().addFile(A_GIST + "/HEAD", "ref: refs/heads/main\n");
        bench.appliance().files().addFile(A_GIST + "/refs/heads/main", "0".repeat(40) + "\n");
        assertThat(bench.backup(FIRST, "GHE_EXTRA_RSYNC_OPTS", HARD_LINKS).exitStatus())
                .isZero();
        changeAndDestroy();
        EngineRun run = bench.restoreWith(Map.of("GHE_EXTRA_RSYNC_OPTS", HARD_LINKS), "-f", "-s", FIRST);

        assertThat(run.exitStatus()).as(run.output() + run.complaints()).isZero();
        for (String part : List.of(
                "/data/user/repositories",
                "/data/user/pages",
                "/data/user/storage",
                "/data/user/git-hooks",
                "/data/user/elasticsearch",
                "/data/user/audit-log",
                "/etc/ssh")) {
            TreeComparison comparison = TreeComparison.ofAll().withoutTimesOfFolders();
            if (part.endsWith("audit-log") || part.equals("/etc/ssh")) {
                comparison = comparison.withoutTimes();
            }
            assertThat(comparison.differences(bench.appliance().files().at(part), target(part)))
                    .as(part)
                    .isEmpty();
        }
        for (String file : List.of("mysql/dump.sql", "redis/dump.rdb", "common/uuid", "common/authorized-keys.json")) {
            assertThat(target("/data/user/" + file))
                    .hasSameBinaryContentAs(bench.appliance().files().at("/data/user/" + file));
        }
    }

    /** Hard links, symbolic links, modes and times where rsync must keep them. */
    private void plantLinks() throws IOException {
        Path site = bench.appliance().files().at(A_SITE);
        Files.createLink(site.resolve("again.html"), site.resolve("index.html"));
        Files.createSymbolicLink(site.resolve("latest.html"), Path.of("index.html"));
        Files.createSymbolicLink(site.resolve("nowhere"), Path.of("../absent/öä üß"));
        Path secret = Files.writeString(site.resolve("a name with blanks and ümlauts"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(secret, FileTime.from(Instant.parse("2019-02-03T04:05:06Z")));
        Path branches = bench.appliance().files().commitTo("octo/api").resolve("refs/heads");
        Files.createLink(branches.resolve("same"), branches.resolve("main"));
        Path hook = bench.appliance().files().at("/data/user/git-hooks/repos/1/pre-receive");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createLink(hook.resolveSibling("update"), hook);
    }

    private void changeAndDestroy() throws IOException {
        ApplianceFiles files = bench.target().files();
        files.commitTo("octo/website");
        files.lose("/data/user/storage");
        files.lose("/data/user/git-hooks/repos");
        files.lose("/data/user/audit-log");
        files.lose(A_SITE);
        files.addFile(A_SITE + "/intruder.html", "was not there");
        files.addFile("/data/user/mysql/dump.sql", "DROP TABLE users;");
        files.addFile("/data/user/elasticsearch/nodes/0/segment_1", "changed");
        Files.delete(files.at("/data/user/redis/dump.rdb"));
    }

    @Test
    void settingsAreRestoredOnlyWhenAskedFor() {
        backUpFirst();
        bench.target().files().addFile("/data/user/common/settings.json", "{}\n");

        assertThat(bench.restore("-f", "-s", FIRST).exitStatus()).isZero();
        assertThat(target("/data/user/common/settings.json")).hasContent("{}");

        bench.knowHostKeys();
        assertThat(bench.restore("-f", "-c", "-s", FIRST).exitStatus()).isZero();
        assertThat(target("/data/user/common/settings.json"))
                .hasSameTextualContentAs(bench.appliance().files().at("/data/user/common/settings.json"));
    }

    @Test
    void newApplianceTakesTheSettingsUnaskedAndNeedsNoMaintenanceMode() {
        bench.target().files().empty();
        EngineRun run = restore("-s", FIRST);

        assertThat(run.exitStatus()).as(run.output() + run.complaints()).isZero();
        assertThat(run.output())
                .contains("Restoring license ...")
                .contains("https://127.0.0.2/setup/settings")
                .doesNotContain("Configuring appliance");
        assertThat(target("/data/user/common/settings.json")).exists();
        assertThat(target("/etc/github/configured")).doesNotExist();
        assertThat(target("/data/user/elasticsearch-restore/nodes")).isDirectory();
    }

    @Test
    void newConnectionsAreShownTheImportedHostKey() {
        assertThat(bench.backup(FIRST).exitStatus()).isZero(); // of this very appliance, with its host key
        String before = bench.target().hostKeyFingerprint();
        assertThat(bench.restore("-f", "-s", FIRST).exitStatus()).isZero();

        assertThat(bench.target().hostKeyFingerprint())
                .isNotEqualTo(before)
                .isEqualTo(bench.appliance().hostKeyFingerprint());
        EngineRun next = bench.restore("-f", "-s", FIRST);
        assertThat(next.exitStatus()).isEqualTo(255);
        assertThat(next.complaints()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
    }

    @Test
    void endOfInputAtItsQuestionCountsAsYes() {
        EngineRun run = restore("-s", FIRST);

        assertThat(run.exitStatus()).isZero();
        assertThat(run.output()).contains("Type 'yes' to continue: ").contains("finished.");
    }

    @Test
    void incompleteAndUnfitSnapshotsAreRestoredAllTheSame() throws IOException {
        backUpFirst();
        Files.writeString(bench.snapshot(FIRST).resolve("incomplete"), "");
        Files.writeString(bench.snapshot(FIRST).resolve("version"), "v3.15.0\n");

        assertThat(bench.restore("-f", "-s", FIRST).exitStatus()).isZero();
    }

    @Test
    void failedStepGivesItsStatusAndReportsTheTarget() throws IOException {
        bench.target().files().fail("ghe-import-redis", 6);
        EngineRun run = restore("-f", "-s", FIRST);

        assertThat(run.exitStatus()).isEqualTo(6);
        assertThat(run.output()).doesNotContain("finished.").doesNotContain("Restoring Git Repositories");
        assertThat(target("/data/user/common/ghe-restore-status")).hasContent("failed");
        assertThat(bench.markers()).isEmpty();
    }

    @Test
    void terminatedRunRemovesItsMarkerAndLeavesItsChildrenRunning() throws IOException {
        EngineRun run = runThatHangsInRedis();
        assertThat(Files.readString(bench.data().resolve("in-progress-restore")))
                .matches("[0-9]{10} " + run.process().pid() + "\n");
        List<ProcessHandle> children = run.process().descendants().toList();
        try {
            run.process().destroy();

            assertThat(run.exitStatus()).isEqualTo(143);
            assertThat(bench.markers()).isEmpty();
            assertThat(target("/data/user/common/ghe-restore-status")).hasContent("failed");
            assertThat(children).isNotEmpty().anyMatch(ProcessHandle::isAlive);
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void killedRunLeavesItsMarkerAndTheTargetRestoring() throws IOException {
        EngineRun run = runThatHangsInRedis();
        List<ProcessHandle> children = run.process().descendants().toList();
        try {
            run.process().destroyForcibly();

            assertThat(run.exitStatus()).isEqualTo(137);
            assertThat(bench.markers()).containsExactly("in-progress-restore");
            assertThat(target("/data/user/common/ghe-restore-status")).hasContent("restoring");
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private EngineRun runThatHangsInRedis() {
        bench.target().files().hang("ghe-import-redis");
        EngineRun run = restore("-f", "-s", FIRST);
        Awaitility.await().until(() -> run.output().contains("Restoring Redis database"));
        return run;
    }

    private EngineRun restore(String... arguments) {
        backUpFirst();
        return bench.restore(arguments);
    }

    private void backUpFirst() {
        bench.backedUp(FIRST);
    }

    private Path target(String path) {
        return bench.target().files().at(path);
    }

    /** Without the one that only snapshots with that file have: the stand-in's have none. */
    private static List<String> steps(EngineRun run) {
        return run.output()
                .lines()
                .filter(line -> line.matches("\\S{20}  INFO  (Restoring|Configuring) .*"))
                .filter(line -> !line.contains("sentinel file"))
                .map(line -> line.substring("2026-11-20T03:17:00Z  INFO  ".length()))
                .toList();
    }
}
