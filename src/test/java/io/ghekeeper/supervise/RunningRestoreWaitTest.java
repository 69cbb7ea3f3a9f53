package io.ghekeeper.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor that must end waits for, and what it does not. */
@Timeout(300)
class RunningRestoreWaitTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path volume;

    private Journal journal;
    private CaptureLease held;

    @BeforeEach
    void begin() {
        journal = new Journal(
                new JournalSettings(volume, 10, Duration.ofDays(1)), new LocalDisk(), Clock.systemUTC(), run -> {});
    }

    @AfterEach
    void free() {
        if (held != null) {
            held.close();
        }
    }

    @Test
    void waitsForARestoreOfAnotherProcessAndEndsWhenItDoes() throws Exception {
        open(Run.Kind.RESTORE);
        hold();
        CountDownLatch ended = new CountDownLatch(1);
        Thread waiting = waiting(LONG, ended);

        assertThat(ended.await(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(waiting.isAlive()).isTrue();
        held.close();

        assertThat(ended.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitsForADrillJustSoButNeverLongerThanTheGrace() throws Exception {
        open(Run.Kind.DRILL);
        hold();
        long begin = System.nanoTime();

        new RunningRestoreWait(journal, Duration.ofMillis(300)).await();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void neverWaitsForARecordThatNoProcessClosed() throws Exception {
        open(Run.Kind.RESTORE);

        new RunningRestoreWait(journal, LONG).await();
    }

    @Test
    void neverWaitsForABackupOfAnotherProcess() throws Exception {
        open(Run.Kind.BACKUP);
        hold();

        new RunningRestoreWait(journal, LONG).await();
    }

    @Test
    void neverWaitsForARestoreThatHasEnded() throws Exception {
        open(Run.Kind.RESTORE).end(Run.Outcome.FAILED, Optional.empty());
        hold();

        new RunningRestoreWait(journal, LONG).await();
    }

    private Thread waiting(Duration grace, CountDownLatch ended) {
        Thread thread = new Thread(() -> {
            try {
                new RunningRestoreWait(journal, grace).await();
                ended.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A record as a killed or a running process leaves it. */
    private OpenRun open(Run.Kind kind) {
        try (CaptureLease lease = journal.acquireCapture()) {
            return journal.begin(lease, kind, Run.Trigger.HAND);
        }
    }

    /** Holds the lease, as the process of a run does. */
    private void hold() {
        held = journal.acquireCapture();
    }
}
