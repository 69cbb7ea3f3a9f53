package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StandInEngine;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Engines whose keeper was killed: the next run that a person begins ends them, and no others. */
@Order(6)
class OrphanIT extends OneTarget {
    @BeforeEach
    @Override
    void capture() throws IOException {
        captureByStandIn();
    }

    @Test
    void aRestoreThatIsRepeatedEndsTheOrphanOfTheOneBefore() throws Exception {
        Run orphan = orphan();

        Deployment.Result again = Typed.at(deployment, "restore", "--again", orphan.id(), "--yes", TARGET);

        assertThat(again.status()).as(again.err() + again.out()).isZero();
        assertThat(again.out())
                .contains("the engine of run " + orphan.id() + " is still running", "this restore ends it first");
        assertGone(orphan);
    }

    @Test
    void aBackupByHandEndsTheOrphanOfARestore() throws Exception {
        Run orphan = orphan();

        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertGone(orphan);
    }

    @Test
    void aCancelEndsTheOrphanOfADeadRun() throws Exception {
        Run orphan = orphan();
        assertThat(Typed.at(deployment, "markers").out()).contains(", of run " + orphan.id());

        Deployment.Result cancel = Typed.at(deployment, "cancel", orphan.id(), "--yes");

        assertThat(cancel.status()).as(cancel.err()).isZero();
        assertThat(cancel.out()).contains("is gone; closing its run", "is left half restored");
        assertThat(HandMade.keeper(deployment).core().runProcesses().alive(orphan.id()))
                .isEmpty();
    }

    @Test
    @ResourceLock(Deployment.ENGINE_BY_HAND)
    void anEngineThatAnotherBeganIsNeverEnded() throws Exception {
        Process foreign = deployment.backUpByHand(folder.resolve("foreign.log"), StandInEngine.hang("repositories"));
        Awaitility.await()
                .until(() ->
                        deployment.data().resolve("in-progress-backup").toFile().exists());

        Deployment.Result plan = Typed.at(deployment, "restore", TARGET, "--plan");

        assertThat(plan.status()).isEqualTo(51);
        assertThat(plan.err()).contains("ERROR [engine-active]", "Wait for that process to end");
        assertThat(Typed.at(deployment, "backup").status()).isEqualTo(51);
        assertThat(foreign.isAlive()).isTrue();
    }

    private Run orphan() throws Exception {
        deployment.configure(StandInEngine.hang("restore-repositories"));
        detached();
        Run run = held();
        ProcessHandle keeper = ProcessHandle.of(run.keeper().pid()).orElseThrow();
        keeper.destroyForcibly();
        Awaitility.await().until(() -> !keeper.isAlive());
        assertThat(HandMade.keeper(deployment).core().runProcesses().alive(run.id()))
                .isNotEmpty();
        assertThat(deployment.data().resolve("in-progress-restore")).exists();
        deployment.configure("");
        return run;
    }

    private void assertGone(Run orphan) throws IOException {
        Run closed = journal.find(orphan.id());
        assertThat(closed.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(leftBy(orphan)).isEmpty();
    }
}
