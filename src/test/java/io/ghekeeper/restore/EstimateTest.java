package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateTest {
    private static final long GIB = 1L << 30;
    private static final Run.Outcome WELL = Run.Outcome.SUCCEEDED;

    @TempDir
    private Path volume;

    private PastRestores past;

    @BeforeEach
    void begin() {
        past = new PastRestores(volume.resolve("state"));
        past.journal().acquireCapture().close();
    }

    @Test
    void withoutAPastThereIsNone() {
        assertThat(estimate(GIB)).isEmpty();
    }

    @Test
    void theNewestGoodRestoreIsScaledToTheSize() {
        past.restored(Duration.ofMinutes(90), WELL, GIB);
        Run newest = past.restored(Duration.ofMinutes(10), WELL, GIB);
        past.restored(Duration.ofMinutes(1), Run.Outcome.FAILED, GIB);
        past.backedUp(Duration.ofMinutes(1), GIB);

        Estimate estimate = estimate(3 * GIB).orElseThrow();

        assertThat(estimate.time()).isEqualTo(Duration.ofMinutes(30));
        assertThat(estimate.basis()).startsWith("run " + newest.id() + " restored 1.0 GiB in 10 min");
    }

    @Test
    void muchOfASmallOnesTimeIsNoCopying() {
        past.restored(Duration.ofMinutes(10), WELL, 1_000_000);

        assertThat(estimate(50_000_000).orElseThrow().time()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void withoutARestoreABackupThatMovedMuchIsAGuess() {
        past.backedUp(Duration.ofMinutes(20), 2 * GIB);
        past.backedUp(Duration.ofMinutes(5), 1_000);

        Estimate estimate = estimate(GIB).orElseThrow();

        assertThat(estimate.time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(estimate.basis()).startsWith("a guess: no restore was measured yet");
    }

    @Test
    void backupsThatMovedNextToNothingGiveNoEstimate() {
        past.backedUp(Duration.ofMinutes(5), 1_000);

        assertThat(estimate(GIB)).isEmpty();
    }

    private Optional<Estimate> estimate(long bytes) {
        return Estimate.of(past.history(), bytes);
    }

    private void fetched(Duration took, long bytes) {
        past.run(Run.Kind.REBUILD, Duration.ofMinutes(1), WELL, run -> {
            past.pass(took);
            run.record(RunEvent.of("put aside", Map.of("snapshot", "a", "folder", "b")));
            run.record(RunEvent.of("fetched", Map.of("fetchedBytes", Long.toString(bytes))));
        });
    }

    @Test
    void aFetchIsScaledFromTheNewestThatMovedMuchAndElseItIsUnknown() {
        assertThat(FetchEstimate.of(past.history(), GIB)).isEmpty();
        fetched(Duration.ofMinutes(20), 2 * GIB);
        fetched(Duration.ofMinutes(1), 1_000_000);

        Estimate estimate = FetchEstimate.of(past.history(), GIB).orElseThrow();

        assertThat(estimate.time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(estimate.basis()).contains("fetched 2.0 GiB in 20 min");
    }
}
