package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A restore that leaves out the storage directory and ends with 0 proves nothing, and marks its snapshot. */
class UnprovenRestoreIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";
    private static final String ROUTES = "storage-cluster-restore-routes";

    @Test
    void whatIsMissingOnTheTargetIsCountedAndMarksTheSnapshot() throws IOException {
        backUpRestoreWithoutStorageAndAgain();
    }

    @Test
    @TakesTurns
    void itDoesWithBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        backUpRestoreWithoutStorageAndAgain();
    }

    private void backUpRestoreWithoutStorageAndAgain() throws IOException {
        deployment.configure("");
        Deployment.Result backup = Typed.at(deployment, "backup");
        assertThat(backup.status()).as(backup.err()).isZero();
        ApplianceFiles target = deployment.target().files();
        Tool.run("rm", "-r", target.at("/data/user/storage").toString());
        target.silence(ROUTES);

        Deployment.Result unproven = restore();

        assertThat(unproven.status()).as(unproven.out() + unproven.err()).isEqualTo(91);
        assertThat(unproven.err()).contains("storage: 0 are there, and the snapshot has 3");
        assertThat(Typed.at(deployment, "snapshots").out())
                .contains("failed its restore checks")
                .contains("storage: 0 are there, and the snapshot has 3");
        assertThat(Typed.at(deployment, "status").out()).contains("failed its restore checks");
        Deployment.Result latest = Typed.at(deployment, "restore", TARGET, "--plan", "--maintenance");
        assertThat(latest.status()).as(latest.out()).isEqualTo(80);
        assertThat(latest.err()).contains("failed its restore checks");

        target.repair(ROUTES);
        String id = HandMade.keeper(deployment)
                .core()
                .snapshots()
                .list()
                .all()
                .get(0)
                .id();
        Deployment.Result good = restore("--snapshot", id, "--accept-suspect");

        assertThat(good.status()).as(good.out() + good.err()).isZero();
        assertThat(Typed.at(deployment, "snapshots").out())
                .containsPattern("restored: " + id + ", run \\S+: checked: .*storage")
                .doesNotContain("failed its");
        assertThat(Typed.at(deployment, "restore", TARGET, "--plan", "--maintenance")
                        .status())
                .isZero();
    }

    private Deployment.Result restore(String... more) {
        String[] arguments = {"restore", TARGET, "--maintenance", "--foreground", "--yes", TARGET};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Typed.at(deployment, all);
    }
}
