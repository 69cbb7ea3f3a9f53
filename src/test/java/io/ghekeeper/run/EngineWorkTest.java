package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Finding;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineWorkTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private CaptureLease lease;
    private OpenRun run;
    private RunLimits watch;

    @BeforeEach
    void begin() {
        Journal journal = new Journal(
                new JournalSettings(folder.resolve("state"), 10, LONG),
                new LocalDisk(),
                Clock.systemUTC(),
                changed -> {});
        lease = journal.acquireCapture();
        run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
        watch = new RunLimits(
                new LimitSettings("backup", LONG, LONG), () -> false, () -> 0, Optional::<Failure>empty, () -> {});
    }

    @AfterEach
    void end() {
        watch.close();
        lease.close();
    }

    @Test
    void aRunWaitsForTheOtherOneOnItsMachineAndSaysForWhich() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        work(LONG).of(progress -> busyAtFirst(tries));

        assertThat(tries).hasValue(2);
        assertThat(Files.readString(run.output())).contains("waiting until another run on this machine ends: pid 4711");
    }

    private static EngineReport busyAtFirst(AtomicInteger tries) {
        if (tries.incrementAndGet() == 1) {
            throw new EngineBusy("pid 4711");
        }
        return new EngineReport(true, List.of(), Map.of(), false);
    }

    @Test
    void whatTheEngineReportsAsMissingIsRecordedInItsWords() {
        Finding finding = new Finding("no routes found, skipping storage backup", List.of(), 0, "0");

        work(LONG).of(progress -> new EngineReport(true, List.of(finding), Map.of(), false));

        assertThat(run.run().last(RunEvent.EngineFinding.class).orElseThrow().details())
                .containsEntry("what", "the engine reported \"no routes found, skipping storage backup\"");
    }

    @Test
    void aRunDoesNotWaitForEver() {
        assertFails(work(Duration.ZERO), FailureKind.ENGINE_ACTIVE, "pid 4711");
    }

    @Test
    void aRunThatMustEndDoesNotWait() {
        watch.trip(new Failure(FailureKind.RUN_CANCELLED, "cancelled", "none"));

        assertFails(work(LONG), FailureKind.RUN_CANCELLED, "cancelled");
    }

    private static void assertFails(EngineWork work, FailureKind kind, String words) {
        assertThatThrownBy(() -> work.of(progress -> {
                    throw new EngineBusy("pid 4711");
                }))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private EngineWork work(Duration longestWait) {
        RunLog log = new RunLog(run.id(), run.output(), new LocalDisk(), Clock.systemUTC());
        return new EngineWork(new RunContext(lease, run, log, watch), longestWait);
    }
}
