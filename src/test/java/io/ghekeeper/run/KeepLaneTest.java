package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.Volume;
import io.ghekeeper.volume.VolumeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of the keep lane has the same frame as a backup, without an engine. */
class KeepLaneTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean reads;
    private Journal journal;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        journal = RemovalProgram.journal(folder);
    }

    @Test
    void aSealRunsBesideACapture() {
        try (CaptureLease capture = journal.acquireCapture()) {
            assertThat(capture).isNotNull();

            Run run = seal(LONG, context -> context.snapshot("20261120T031700", Set.of()));

            assertThat(run.hasSucceeded()).isTrue();
            assertThat(run.isGood()).isFalse();
            assertThat(run.snapshot()).contains("20261120T031700");
        }
    }

    @Test
    void aSealIsRefusedAndNotRecordedWhileAnotherProcessHasTheLane() {
        try (KeepLease keep = journal.acquireKeep()) {
            assertThat(keep).isNotNull();

            assertFails(FailureKind.RUN_ACTIVE, () -> seal(LONG, context -> {}));
        }
        assertThat(journal.ids()).isEmpty();
    }

    @Test
    void theNextSealClosesTheRecordOfADeadOne() {
        Run dead;
        try (KeepLease keep = journal.acquireKeep()) {
            dead = journal.begin(keep, Run.Kind.SEAL, Run.Trigger.HAND).run();
        }

        seal(LONG, context -> {});

        Run.End end = journal.find(dead.id()).end().orElseThrow();
        assertThat(end.outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(end.reason().orElseThrow().hint()).contains("the next seal goes on where this one ended");
    }

    @Test
    void housekeepingClosesADeadSealAndLeavesALivingOneAlone() {
        Recovery recovery = recovery();
        Run run;
        try (KeepLease keep = journal.acquireKeep()) {
            run = journal.begin(keep, Run.Kind.SEAL, Run.Trigger.HAND).run();
            recovery.closeDeadKeepRuns();
            assertThat(journal.find(run.id()).isOpen()).isTrue();
        }

        recovery.closeDeadKeepRuns();

        assertThat(journal.find(run.id()).isOpen()).isFalse();
    }

    @Test
    @Timeout(120)
    void aCancelledSealEndsLongBeforeItIsDone() {
        assertFails(
                FailureKind.RUN_CANCELLED,
                () -> seal(LONG, context -> {
                    journal.requestCancel(context.id());
                    context.watch().pause(LONG);
                }));

        assertThat(only().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
    }

    @Test
    void aSealThatReadsNothingForTooLongIsEnded() {
        assertFails(
                FailureKind.RUN_SILENT,
                () -> seal(Duration.ofMillis(300), context -> {
                    context.watch().workBegins();
                    context.watch().pause(LONG);
                }));
    }

    /** Something is read between any two looks, however slow this machine is. */
    @Test
    void aSealThatReadsIsNotSilent() {
        reads = true;
        Run run = seal(Duration.ofMillis(600), context -> {
            context.watch().workBegins();
            while (looks.get() < 60) { // twenty in the time of silence
                context.watch().pause(Duration.ofMillis(10));
            }
        });

        assertThat(run.hasSucceeded()).isTrue();
    }

    @Test
    void aStoppedSealIsRecordedAsInterrupted() throws Exception {
        Execution execution = execution(LONG);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> running = CompletableFuture.runAsync(
                () -> execution.run(Run.Kind.SEAL, Run.Cause.HAND, Optional.empty(), context -> {
                    begun.countDown();
                    context.watch().pause(LONG);
                }));
        begun.await();

        execution.stop();

        assertThatThrownBy(running::join).hasRootCauseInstanceOf(Failure.class);
        assertThat(only().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
    }

    private Run only() {
        return journal.find(journal.ids().get(0));
    }

    private Run seal(Duration silence, Execution.RunTask task) {
        return execution(silence).run(Run.Kind.SEAL, Run.Cause.HAND, Optional.empty(), task);
    }

    private static void assertFails(FailureKind kind, Runnable run) {
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private Recovery recovery() {
        return RemovalProgram.recovery(folder, journal, new RemovalProgram.EngineRuns(Set.of()), new LocalDisk());
    }

    private Execution execution(Duration silence) {
        RunActivity activity = new RunActivity() {
            @Override
            public long moved(String runId) {
                return reads ? looks.incrementAndGet() : 0;
            }

            @Override
            public void end(String runId) {}
        };
        return new Execution(
                new LimitSettings("seal", LONG, silence),
                journal,
                recovery(),
                activity,
                new Volume(
                        new VolumeSettings(folder.resolve("data"), VolumeSettings.Mount.ANY),
                        new LocalDisk(),
                        Map.of()),
                new LocalDisk(),
                Clock.systemUTC());
    }
}
