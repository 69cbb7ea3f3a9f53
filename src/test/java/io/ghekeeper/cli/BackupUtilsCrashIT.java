package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.RealSshd;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bad days on GitHub's own tool, where {@code BACKUP_UTILS_HOME} names one; it takes some minutes. */
@TakesTurns
class BackupUtilsCrashIT {
    private static final int FAST = 100_000;
    private static final int SLOW = 100;

    @TempDir
    private Path folder;

    private Path home;
    private Deployment deployment;
    private Path log;

    @BeforeEach
    void deploy() throws IOException {
        String named = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(named != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        home = Path.of(named);
        deployment = Deployment.in(folder);
        log = folder.resolve("keeper.log");
        speed(FAST);
    }

    @AfterEach
    void remove() throws IOException {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void aKeeperKilledInATransferLosesNothingAndTheNextRunIsGood() throws Exception {
        assertThat(deployment.type("backup").status()).isZero();
        String good = newest().snapshot().orElseThrow();
        Process keeper = slowBackupInPages();

        keeper.destroyForcibly().waitFor();

        assertThat(alive()).isPositive();
        assertThat(deployment.data().resolve(good).resolve("incomplete")).doesNotExist();
        speed(FAST);
        Deployment.Result next = deployment.type("backup");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(next.err()).contains("that a dead run left running", "is interrupted");
        assertThat(alive()).isZero();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
    }

    @Test
    void aFrozenApplianceEndsByTheSilenceLimit() throws Exception {
        Assumptions.assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(deployment.appliance().files())) {
            deployment.reach(sshd);
            deployment.limit("silence-limit: 8s");
            Process keeper = slowBackupInPages();

            sshd.freeze();

            assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(71);
            assertThat(alive()).isZero();
            sshd.thaw();
        }
    }

    /** In the one step in which the appliance must not collect garbage: its clean-up comes first, then all is ended. */
    @Test
    void aCancelledRunTurnsGarbageCollectionOnAgainAndIsEndedTreeAndAll() throws Exception {
        Path gcOff = deployment.appliance().files().at("/data/user/repositories/.sync_in_progress");
        Process keeper = slowBackupInRepositories();
        assertThat(gcOff).exists();
        // Slow enough that the top of the tree is gone while its children still clean up.
        deployment.appliance().files().addProgram("sudo", """
                sleep 1
                mkdir -p "$LAB_ROOT/lab/real" && ln -sf ../program "$LAB_ROOT/lab/real/sudo"
                exec "$LAB_ROOT/lab/real/sudo" "$@"
                """);

        Deployment.Result cancel = deployment.type("cancel", "running", "--yes");

        assertThat(cancel.status()).as(cancel.err()).isZero();
        assertThat(cancel.out()).contains("is interrupted: run-cancelled");
        assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(keeper.exitValue()).isEqualTo(72);
        assertThat(gcOff).as(Files.readString(log)).doesNotExist();
        assertThat(alive()).isZero();
    }

    @Test
    void repositoriesAndSecretsThatAreGoneMakeTheRunSuspect() throws Exception {
        assertThat(deployment.type("backup").status()).isZero();
        String good = newest().id();
        deployment.appliance().files().fail("ghe-export-mysql", 0);
        deleteTree(deployment.appliance().files().at("/data/user/pages"));
        Files.createDirectories(deployment.appliance().files().at("/data/user/pages"));

        Deployment.Result lossy = deployment.type("backup");

        assertThat(lossy.status()).as(lossy.err()).isEqualTo(73);
        assertThat(newest().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SUSPECT);
        assertThat(lossy.err()).contains("pages: ");
        assertThat(journal().lastGood().map(Run::id)).contains(good);
    }

    private Process slowBackupInPages() throws IOException {
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 8_000_000);
        return slowBackup("GitHub Pages");
    }

    private Process slowBackupInRepositories() throws IOException {
        ApplianceFiles files = deployment.appliance().files();
        Path repository = files.addRepository("octo/slow");
        Path large = files.root().relativize(repository.resolve("objects/large"));
        files.addBigFile(large.toString(), 8_000_000);
        return slowBackup("Git repositories");
    }

    private Process slowBackup(String step) throws IOException {
        speed(SLOW);
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains(step));
        Awaitility.await().until(() -> LargeFile.isHalfThere(deployment.data()));
        return keeper;
    }

    private void speed(int kibibytesPerSecond) {
        deployment.useBackupUtils(home, kibibytesPerSecond);
        deployment.configure("");
    }

    private int alive() {
        return new RunProcesses(new ProcessTable()).alive(journal()::knows).size();
    }

    private Run newest() {
        return journal().newest(1).readable().get(0);
    }

    private Journal journal() {
        return new Journal(
                new JournalSettings(deployment.state(), 1000, Duration.ofDays(1)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
    }

    private static void deleteTree(Path root) throws IOException {
        try (var entries = Files.walk(root)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
