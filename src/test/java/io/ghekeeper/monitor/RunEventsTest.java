package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEventsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T03:00:00Z");

    @TempDir
    private Path folder;

    private Past past;

    @BeforeEach
    void begin() {
        past = new Past(folder, BEGIN);
    }

    @Test
    void aRunThatWasEndedInThePauseWasTriedOnce() {
        assertThat(attempts(run -> {
                    failed(run, 1);
                    after(59, run, "volume");
                }))
                .isEqualTo(1);
    }

    @Test
    void aTryCountsAlsoWhenItFailsBeforeItsFirstEvent() {
        assertThat(attempts(run -> {
                    failed(run, 1);
                    past.later(Duration.ofSeconds(60));
                    failed(run, 2);
                    after(60, run, "volume");
                }))
                .isEqualTo(3);
    }

    @Test
    void aTryThatBeginsCounts() {
        assertThat(attempts(run -> {
                    failed(run, 1);
                    after(60, run, "key opened");
                    after(1, run, "volume");
                }))
                .isEqualTo(2);
    }

    @Test
    void aClockThatWasSetBackHidesNoTry() {
        assertThat(attempts(run -> {
                    failed(run, 1);
                    after(-600, run, "key opened");
                }))
                .isEqualTo(2);
    }

    @Test
    void theNextTryDoesNotCountWhileItIsWaitedFor() {
        Run open = past.open(BEGIN, run -> failed(run, 1));

        assertThat(RunEvents.attempts(open)).isEqualTo(1);
    }

    private int attempts(Consumer<OpenRun> story) {
        return RunEvents.attempts(past.ended(BEGIN, Duration.ofHours(1), Run.Outcome.INTERRUPTED, story));
    }

    private static void failed(OpenRun run, int attempt) {
        run.record(RunEvent.of("attempt failed", Map.of("attempt", Integer.toString(attempt), "wait", "60")));
    }

    private void after(int seconds, OpenRun run, String event) {
        past.later(Duration.ofSeconds(seconds));
        run.record(RunEvent.of(event, Map.of()));
    }
}
