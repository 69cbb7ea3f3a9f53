package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code backup --detach}: the first backup of a large appliance takes longer than a terminal lives. */
class DetachedBackupIT extends OneDeployment {
    @Test
    void theFirstBackupOfANewVolumeGoesOnWhenItsTerminalIsClosed() throws Exception {
        deployment.useQuickEngine();
        deployment.configure("");
        deployment.hold();
        Path shown;
        try (PseudoTerminal terminal = PseudoTerminal.open(folder, deployment.command("backup", "--detach"))) {
            assertThat(terminal.status()).isZero();
            shown = Files.writeString(folder.resolve("shown"), terminal.screen());
        }

        Journal journal = HandMade.journal(deployment);
        Run run = Awaitility.await()
                .until(
                        () -> journal.newest(1).readable().stream().findFirst().orElseThrow(),
                        each -> each.last(RunEvent.StepBegun.class).isPresent());
        assertThat(run.isOpen()).isTrue();
        assertThat(shown)
                .content()
                .contains(
                        run.id() + " has begun. It goes on when this terminal is lost.",
                        "ghe-keeper logs " + run.id() + " -f",
                        "ghe-keeper cancel " + run.id());

        Deployment.Result second = deployment.type("backup", "--detach");
        assertThat(second.status()).isEqualTo(50);
        assertThat(second.err()).contains("ERROR [run-active]").contains("HINT: ");

        Process watching = deployment.start(log, "logs", "running", "-f");
        Awaitility.await().until(() -> Files.readString(log).contains("KEEPER  backup begins"));
        deployment.letGo();

        assertThat(watching.waitFor()).isZero();
        assertThat(log).content().contains("KEEPER  captured snapshot ");
        assertThat(journal.find(run.id()).hasSucceeded()).isTrue();
        try (Stream<Path> left = Files.list(deployment.state())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .as("what a run of its own began with")
                    .noneMatch(name -> name.startsWith("starting-"));
        }
    }

    @Test
    void whyItDidNotBeginIsPrintedWithTheExitStatusOfThat() throws Exception {
        deployment.configure("");
        Path data = deployment.data().getParent();
        Files.move(data, data.resolveSibling("elsewhere"));

        Deployment.Result backup = deployment.type("backup", "--detach");

        assertThat(List.of(backup.status(), backup.out())).containsExactly(61, "");
        assertThat(backup.err()).contains("ERROR [volume-unusable]").contains("HINT: ");
    }
}
