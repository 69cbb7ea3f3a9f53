package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A restore that a person began, and the supervisor beside it: neither hurts the other. */
class SupervisedRestoreIT extends OneTarget {
    private static final String OFTEN = "[\"*/2 * * * * *\"]";

    @Test
    void aRestartedSupervisorLeavesARestoreAlone() throws Exception {
        Process killed = supervise("killed.log", OFTEN);
        awaitIn("killed.log", "captured snapshot");
        killed.destroyForcibly().waitFor();
        deployment.hold();
        deployment.configure("");
        detached();
        Run run = held();
        Path marker = deployment.data().resolve("in-progress-restore");
        FileTime written = Files.getLastModifiedTime(marker);
        List<Path> key = deployment.holdersOfTheKeyBelow(deployment.keyDirectory());
        deployment.shutdownGrace("1s");

        Process supervisor = supervise("supervisor.log", OFTEN);
        awaitIn(
                "supervisor.log",
                "another run is in progress on this volume (pid " + run.keeper().pid());
        awaitIn("supervisor.log", "skipped: another run is in progress");

        supervisor.destroy();

        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(supervisor.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("supervisor.log"))
                .content()
                .contains(run.id() + " (running in " + run.keeper()
                        + ") has not ended in 1 s (restore.shutdown-grace); it goes on alone");
        assertThat(journal.newest(20).readable())
                .filteredOn(other -> other.kind() == Run.Kind.BACKUP)
                .first()
                .satisfies(skipped -> assertThat(code(skipped)).isEqualTo("run-active"));
        assertThat(Files.getLastModifiedTime(marker)).isEqualTo(written);
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory()))
                .isEqualTo(key)
                .hasSize(1);
        deployment.letGo();
        assertThat(ended(run).isProof()).isTrue();
        assertThat(leftBy(run)).isEmpty();
    }

    @Test
    void aSupervisorThatMustEndWaitsForARestore() throws Exception {
        deployment.hold();
        detached();
        Run run = held();
        Process supervisor = supervise("supervisor.log", "[\"0 0 1 1 *\"]");
        awaitIn("supervisor.log", "next backup at");

        supervisor.destroy();

        awaitIn(
                "supervisor.log",
                "waiting for " + run.id() + " (running in " + run.keeper()
                        + "), up to 15 min more (restore.shutdown-grace)");
        assertThat(supervisor.isAlive()).isTrue();
        deployment.letGo();
        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(supervisor.exitValue()).isEqualTo(143);
        assertThat(journal.find(run.id()).isProof()).isTrue();
        assertThat(folder.resolve("supervisor.log"))
                .content()
                .contains("stopped")
                .doesNotContain("Exception");
    }

    @Test
    void aRestoreThatIsAskedForWhileABackupRunsIsRefused() throws Exception {
        PseudoTerminal asked = terminal("restore", TARGET);
        asked.await("anything else to leave it: ");
        deployment.hold();
        Process supervisor = supervise("supervisor.log", OFTEN);
        awaitIn("supervisor.log", "Git repositories");

        asked.type(TARGET + "\r");
        var late = deployment.type("restore", TARGET, "--yes", TARGET);

        assertThat(late.status()).isEqualTo(50);
        assertThat(late.err())
                .contains("ERROR [run-active]: another run is in progress on this volume (pid " + supervisor.pid());
        assertThat(asked.status()).as("free when it was planned").isEqualTo(50);
        assertThat(asked.words())
                .contains("ERROR [run-active]: another run is in progress on this volume (pid " + supervisor.pid());
        assertThat(journal.restores()).isEmpty();
        try (var files = Files.list(deployment.state())) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("starting-"));
        }
        deployment.letGo();
        awaitIn("supervisor.log", "captured snapshot");
    }

    private Process supervise(String name, String schedule) throws IOException {
        deployment.configure("", schedule);
        return deployment.start(folder.resolve(name), "supervise");
    }

    private void awaitIn(String name, String text) {
        Path file = folder.resolve(name);
        Awaitility.await(text).until(() -> Files.readString(file), content -> content.contains(text));
    }
}
