package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A restore that a person ends: all of it, wherever it is, and with a word on what is left of the target. */
@Order(6)
class CancelRestoreIT extends OneTarget {
    @Test
    void aCancelEndsAllOfARestoreInEachStepAndSaysWhatIsLeftOfTheTarget() throws Exception {
        cancelledIn(StandInEngine.hang("restore-secrets"), "secrets", "step 1 of 14 (secrets)");
        cancelledIn(
                StandInEngine.hangStubbornly("restore-repositories"), "Git repositories", " of 14 (Git repositories)");
        cancelledIn(StandInEngine.hang("restore-ssh-host-keys"), "SSH host keys", "(SSH host keys)");

        deployment.configure("");
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Deployment.Result next = Typed.at(deployment, "restore", TARGET, "--yes", TARGET);
        assertThat(next.status()).as(next.err()).isZero();
    }

    /** Copies by ssh and rsync, with masters that outlive what began them. */
    @BeforeEach
    @Override
    void capture() throws IOException {
        captureByStandIn();
    }

    private void cancelledIn(String fault, String step, String left) throws Exception {
        deployment.configure(fault);
        CompletableFuture<Deployment.Result> following = following();
        Run run = restoreThat(at -> at.isOpen() && isAt(at, step));
        RunProcesses processes = HandMade.keeper(deployment).core().runProcesses();
        assertThat(processes.alive(run.id())).isNotEmpty();

        Deployment.Result cancel = Typed.at(deployment, "cancel", run.id(), "--yes");

        assertThat(cancel.status()).as(cancel.err()).isZero();
        assertThat(cancel.out())
                .containsOnlyOnce("127.0.0.2 is left half restored in")
                .contains(run.id() + " is interrupted: run-cancelled: the run was cancelled; ", left);
        Deployment.Result end = following.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(end.status()).isEqualTo(72);
        assertThat(end.err())
                .contains(
                        "ERROR [run-cancelled]: the run was cancelled; 127.0.0.2 is left half restored in",
                        "HINT: Repeat it with: ghe-keeper restore --again " + run.id());
        assertThat(journal.find(run.id()).end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(code(journal.find(run.id()))).isEqualTo("run-cancelled");
        Awaitility.await().until(() -> !run.keeper().isSeenAlive());
        assertThat(leftBy(run)).isEmpty();
    }

    @Test
    void aCancelBeforeTheTargetAnsweredSaysThatItWasNotTouched() throws Exception {
        PseudoTerminal terminal = terminal("restore", TARGET);
        terminal.await("anything else to leave it: ");
        int connections = deployment.target().connections();
        deployment.target().freeze();
        terminal.type(TARGET + "\r");
        Run run = restoreThat(Run::isOpen);
        Awaitility.await().until(() -> deployment.target().connections() > connections);

        Deployment.Result cancel = Typed.at(deployment, "cancel", run.id(), "--yes");

        assertThat(cancel.status()).as(cancel.err()).isZero();
        assertThat(cancel.out()).contains("run-cancelled", "was not touched");
        assertThat(terminal.status()).isEqualTo(72);
        assertThat(terminal.screen()).contains("was not touched").doesNotContain("--again");
        assertThat(leftBy(run)).isEmpty();
        deployment.target().thaw();
    }
}
