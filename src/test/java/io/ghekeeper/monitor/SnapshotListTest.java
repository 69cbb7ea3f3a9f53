package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotListTest {
    private static final Instant NOW = Instant.parse("2026-11-20T15:17:00Z");
    private static final Duration TOOK = Duration.ofMinutes(40);

    @TempDir
    private Path volume;

    private Past past;

    @BeforeEach
    void begin() {
        past = new Past(volume, NOW);
    }

    @Test
    void eachIsWorthWhatItsRunAndItsFolderSayTogether() {
        past.ended(hoursAgo(50), TOOK, Run.Outcome.FAILED, open -> {});
        past.snapshot(hoursAgo(40), true);
        past.snapshot(hoursAgo(30), false);
        past.good(hoursAgo(20), TOOK, open -> {});
        past.ended(
                hoursAgo(10),
                TOOK,
                Run.Outcome.SUSPECT,
                open -> open.record(RunEvent.of("loss", Map.of("what", "less"))));
        past.open(hoursAgo(1), open -> {});

        assertThat(entries(past))
                .extracting(SnapshotEntry::state)
                .containsExactly(
                        SnapshotEntry.SnapshotState.BEING_WRITTEN,
                        SnapshotEntry.SnapshotState.SUSPECT,
                        SnapshotEntry.SnapshotState.GOOD,
                        SnapshotEntry.SnapshotState.INCOMPLETE,
                        SnapshotEntry.SnapshotState.COMPLETE,
                        SnapshotEntry.SnapshotState.COMPLETE);
        assertThat(entries(past).get(1).losses()).containsExactly("less");
        assertThat(entries(past).get(4).run()).isEmpty();
        assertThat(entries(past).get(5).run()).isPresent();
    }

    @Test
    void nothingIsBeingWrittenByAProcessThatIsGone() {
        past.open(hoursAgo(1), open -> {});

        assertThat(past.history().snapshots(holder -> true))
                .extracting(SnapshotEntry::state)
                .containsExactly(SnapshotEntry.SnapshotState.INCOMPLETE);
    }

    @Test
    void sizesAreTheJournalsAndNoSnapshotIsWalked() {
        past.good(
                hoursAgo(2),
                TOOK,
                open -> open.record(RunEvent.of(
                        "captured", Map.of("files", "200", "linked", "150", "bytes", "9000", "new-bytes", "7"))));
        past.good(hoursAgo(1), TOOK, open -> open.record(RunEvent.of("captured", Map.of("files", "many"))));

        assertThat(entries(past).get(1).contents()).contains(new SnapshotEntry.FileCounts(200, 150, 9000, 7));
        assertThat(entries(past).get(1).contents().orElseThrow().percentLinked())
                .isEqualTo(75);
        assertThat(entries(past).get(0).contents()).isEmpty();
    }

    private static List<SnapshotEntry> entries(Past past) {
        return past.history().snapshots(holder -> false);
    }

    private static Instant hoursAgo(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }
}
