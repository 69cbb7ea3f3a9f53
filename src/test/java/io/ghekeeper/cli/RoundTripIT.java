package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Over real ssh and rsync: what was backed up lies on another appliance afterwards, whatever lay there before. */
@Tag("core")
class RoundTripIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String SITE = "/data/user/pages/4/c8/1e/72/1";
    private static final String GIST = "/data/user/repositories/4/c8/1e/72/gist/0123456789abcdef.git";
    private static final String PAGE = "/data/github/current/public/system/maintenance.html";

    private static final String REDIS = "/data/user/redis/dump.rdb";

    /** Rsync keeps hard links only with this option. */
    private static final String HARD_LINKS = "GHE_EXTRA_RSYNC_OPTS: --hard-links";

    @Test
    void whatWasChangedAndDestroyedComesBackAsItWas() throws IOException {
        backUpDestroyRestoreAndCompare();
    }

    @Test
    @TakesTurns
    void itDoesWithBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        backUpDestroyRestoreAndCompare();
    }

    private void backUpDestroyRestoreAndCompare() throws IOException {
        deployment.options(HARD_LINKS);
        deployment.configure("");
        plantLinks();
        Deployment.Result backup = deployment.type("backup");
        assertThat(backup.status()).as(backup.err()).isZero();
        Path then = folder.resolve("appliance-as-it-was");
        Tool.run("cp", "-a", deployment.appliance().root().toString(), then.toString());
        deployment.appliance().files().commitTo("octo/docs");
        changeAndDestroy(deployment.target().files());

        Deployment.Result restore =
                deployment.type("restore", TARGET, "--maintenance", "--lift-maintenance", "--yes", TARGET);

        assertThat(restore.status()).as(restore.out() + restore.err()).isZero();
        assertSame(then);
        assertProven(restore.out());
        assertTheTargetCanBeRestoredToAgain();
    }

    /** Hard links, symbolic links, modes and times where rsync must keep them. */
    private void plantLinks() throws IOException {
        ApplianceFiles files = deployment.appliance().files();
        Path site = files.at(SITE);
        Files.createLink(site.resolve("again.html"), site.resolve("index.html"));
        Files.createSymbolicLink(site.resolve("latest.html"), Path.of("index.html"));
        Files.createSymbolicLink(site.resolve("nowhere"), Path.of("../absent/öä üß"));
        Path secret = Files.writeString(site.resolve("a name with blanks and ümlauts"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(secret, FileTime.from(Instant.parse("2019-02-03T04:05:06Z")));
        files.addFile(GIST + "/HEAD", "ref: refs/heads/main\n");
        files.addFile(GIST + "/refs/heads/main", "0".repeat(40) + "\n");
        Path branches = files.commitTo("octo/api").resolve("refs/heads");
        Files.createLink(branches.resolve("same"), branches.resolve("main"));
        Path hook = files.at("/data/user/git-hooks/repos/1/pre-receive");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createLink(hook.resolveSibling("update"), hook);
    }

    private static void changeAndDestroy(ApplianceFiles files) throws IOException {
        files.commitTo("octo/website");
        files.lose("/data/user/storage");
        files.lose("/data/user/git-hooks/repos");
        files.lose("/data/user/audit-log");
        files.lose(SITE);
        files.addFile(SITE + "/intruder.html", "was not there");
        files.addFile("/data/user/mysql/dump.sql", "DROP TABLE users;");
        files.addFile("/data/user/elasticsearch/nodes/0/segment_1", "changed");
        Files.delete(files.at("/data/user/redis/dump.rdb"));
    }

    private void assertSame(Path then) throws IOException {
        for (String part : List.of("repositories", "pages", "storage", "git-hooks", "elasticsearch", "audit-log")) {
            TreeComparison comparison = TreeComparison.ofAll().withoutTimesOfFolders();
            if (part.equals("audit-log")) {
                comparison = comparison.withoutTimes(); // it is written line by line, with new times
            }
            assertThat(comparison.differences(then.resolve("data/user/" + part), target("/data/user/" + part)))
                    .as(part)
                    .isEmpty();
        }
        for (String file : List.of("mysql/dump.sql", "common/uuid", "common/authorized-keys.json")) {
            assertThat(target("/data/user/" + file)).hasSameBinaryContentAs(then.resolve("data/user/" + file));
        }
        assertThat(target(REDIS)).hasSameBinaryContentAs(then.resolve(REDIS.substring(1)));
    }

    private void assertProven(String out) throws IOException {
        assertThat(target(PAGE)).doesNotExist();
        assertThat(target("/data/user/common/ghe-restore-status")).hasContent("complete");
        Run run = HandMade.journal(deployment).newest(1).readable().get(0);
        assertThat(run.isProof()).isTrue();
        assertThat(run.events().stream()
                        .filter(event -> event.what().name().equals("checked"))
                        .map(event -> event.details().get("what") + " "
                                + event.details().get("result")))
                .containsExactly(
                        "status good",
                        "version good",
                        "uuid good",
                        "repositories good",
                        "gists good",
                        "storage good",
                        "pages good",
                        "git-hooks good",
                        "audit-log good",
                        "MySQL good",
                        "Redis good");
        assertThat(out)
                .contains("is restored onto " + TARGET + ", by run " + run.id(), "4 are there, and the snapshot has 4")
                .contains("1. " + TARGET + " now shows the snapshot's host key")
                .doesNotContain("lift maintenance mode on");
        assertThat(deployment.data().resolve("in-progress-restore")).doesNotExist();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.state())).isEmpty();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    /** It has the appliance's uuid and host key by now: it is known all the same, and not taken for the original. */
    private void assertTheTargetCanBeRestoredToAgain() {
        Deployment.Result next = Typed.at(deployment, "restore", TARGET, "--plan", "--maintenance");

        assertThat(next.status()).as(next.out() + next.err()).isZero();
        assertThat(next.out())
                .contains("restored by run ")
                .containsPattern("(?m)^time +about .* \\(run \\S+ restored ");
    }

    private Path target(String path) {
        return deployment.target().files().at(path);
    }
}
