package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("core")
class CancelIT {
    private static final Run.Reason CANCELLED = new Run.Reason("run-cancelled", "somebody ended it", "Nothing to do.");

    @TempDir
    private Path folder;

    private Deployment deployment;
    private Journal journal;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        journal = HandMade.journal(deployment);
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void asksTheRunsKeeperAndReportsWhatCameOfIt() {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            CompletableFuture<Void> keeper = CompletableFuture.runAsync(() -> {
                Awaitility.await().until(() -> journal.cancelRequested(run.id()));
                run.end(Run.Outcome.INTERRUPTED, Optional.of(CANCELLED));
            });

            Deployment.Result result = deployment.type("cancel", "running", "--yes");

            keeper.join();
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains(
                            "asked pid " + ProcessHandle.current().pid(),
                            run.id() + " is interrupted: run-cancelled: somebody ended it");
        }
    }

    @Test
    void closesARunWhoseProcessIsGone() {
        Run dead = abandoned();

        Deployment.Result result = Typed.at(deployment, "cancel", dead.id().substring(0, 18), "--yes");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("is gone", dead.id() + " is interrupted: run-interrupted");
        assertThat(journal.find(dead.id()).isOpen()).isFalse();
        assertThat(journal.cancelRequested(dead.id())).isFalse();
    }

    @Test
    void neverEndsAnythingWithoutAYes() {
        Run dead = abandoned();

        Deployment.Result result = Typed.at(deployment, "cancel", dead.id());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("give --yes");
        assertThat(journal.find(dead.id()).isOpen()).isTrue();
    }

    @Test
    void refusesWhatHasEnded() {
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).end(Run.Outcome.SUCCEEDED, Optional.empty());
        }

        Deployment.Result result = Typed.at(deployment, "cancel", "last", "--yes");

        assertThat(result.status()).isEqualTo(74);
        assertThat(result.err()).contains("is not running: it is succeeded, since ");
    }

    @Test
    void whereTheKeeperIsDeafWhatCarriesTheRunsIdIsEnded() throws Exception {
        Holding holding = new Holding();
        try {
            Process program = holding.program();
            CompletableFuture<Void> keeper = CompletableFuture.runAsync(() -> {
                Awaitility.await().until(() -> !program.isAlive());
                holding.run.end(Run.Outcome.FAILED, Optional.of(CANCELLED));
            });

            Run ended = holding.cancellation().end(holding.run.run());

            keeper.join();
            assertThat(ended.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.FAILED);
            assertThat(holding.words).anyMatch(line -> line.contains("does not answer"));
        } finally {
            holding.close();
        }
    }

    @Test
    void neverSaysThatARunEndedWhoseRecordIsOpen() throws Exception {
        Holding holding = new Holding();
        try {
            Process program = holding.program();

            assertThatThrownBy(() -> holding.cancellation().end(holding.run.run()))
                    .isInstanceOfSatisfying(
                            Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.RUN_ACTIVE));
            assertThat(program.isAlive()).isFalse();
            assertThat(journal.find(holding.run.id()).isOpen()).isTrue();
        } finally {
            holding.close();
        }
    }

    /** A run whose process is gone. */
    private Run abandoned() {
        try (CaptureLease lease = journal.acquireCapture()) {
            return journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).run();
        }
    }

    /** A run, and another process that keeps the lease and minds nothing. */
    private final class Holding {
        private final OpenRun run;
        private final Process holder;
        private final List<String> words = new ArrayList<>();
        private final List<Process> programs = new ArrayList<>();

        Holding() throws IOException {
            try (CaptureLease lease = journal.acquireCapture()) {
                this.run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            }
            this.holder = LeaseHolder.start(deployment.state());
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
        }

        Process program() throws IOException {
            ProcessBuilder builder = new ProcessBuilder("sleep", "600");
            builder.environment().put(RunProcesses.VARIABLE, run.id());
            programs.add(builder.start());
            return programs.get(0);
        }

        Cancellation cancellation() {
            return new Cancellation(HandMade.keeper(deployment), Duration.ofSeconds(1), words::add);
        }

        void close() {
            programs.forEach(Process::destroyForcibly);
            holder.destroyForcibly();
        }
    }
}
