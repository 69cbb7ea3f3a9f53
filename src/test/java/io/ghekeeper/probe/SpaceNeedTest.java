package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceNeedTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private OneVolume volume;
    private int hours;

    @BeforeEach
    void make() throws IOException {
        volume = new OneVolume(folder);
    }

    private void took(long bytes, long inodes, long linked) {
        Instant at = NOW.minus(Duration.ofDays(30)).plus(Duration.ofHours(hours++));
        volume.captured(
                at,
                Map.of(
                        "new-bytes", Long.toString(bytes),
                        "new-inodes", Long.toString(inodes),
                        "linked", Long.toString(linked)));
    }

    private SpaceNeed need() {
        return SpaceNeed.of(volume.history(NOW));
    }

    @Test
    void isTheLargestOfTheLastThreeAndAFifthMore() {
        took(100 * GIB, 1_000_000, 10);
        took(4 * GIB, 1000, 10);
        took(2 * GIB, 5000, 10);
        took(GIB, 100, 10);

        assertThat(need()).isEqualTo(new SpaceNeed(3, 4 * GIB, 5000));
        assertThat(need().wantedBytes()).isEqualTo(4 * GIB + 4 * GIB / 5);
        assertThat(need().wantedInodes()).isEqualTo(6000);
        assertThat(need().words("4.0 GiB", "x")).isEqualTo("the last 3 snapshots took up to 4.0 GiB");
    }

    @Test
    void whatFailedOrWasSkippedMeanwhileIsPassedOver() {
        took(4 * GIB, 1000, 10);
        for (int i = 0; i < 5; i++) {
            volume.ended(NOW.minus(Duration.ofHours(20 - i)), Run.Outcome.FAILED, run -> {});
        }

        assertThat(need()).isEqualTo(new SpaceNeed(1, 4 * GIB, 1000));
        assertThat(need().words("4.0 GiB", "x")).isEqualTo("the last snapshot took 4.0 GiB");
    }

    @Test
    void theFirstSnapshotOfALineIsNoMeasureForTheNext() {
        took(500 * GIB, 2_000_000, 0);

        assertThat(need().snapshots()).isZero();
        took(GIB, 100, 10);
        assertThat(need().bytes()).isEqualTo(GIB);
    }

    @Test
    void whereNothingIsKnownALittleIsNeededAllTheSame() {
        assertThat(need().wantedBytes()).isEqualTo(16 << 20);
        assertThat(need().wantedInodes()).isEqualTo(256);
        assertThat(need().words("x", "16.0 MiB")).isEqualTo("a snapshot takes 16.0 MiB at least");
    }

    @Test
    void oldRecordsWithoutInodesAreRead() {
        volume.captured(NOW.minusSeconds(9), Map.of("new-bytes", Long.toString(GIB), "linked", "3"));

        assertThat(need()).isEqualTo(new SpaceNeed(1, GIB, 0));
    }

    @Test
    void recordsThatCannotBeReadArePassedOver() throws IOException {
        took(GIB, 100, 10);
        String broken = volume.open(NOW);
        Files.writeString(volume.state().resolve("runs").resolve(broken).resolve("run.json"), "{");

        assertThat(need().bytes()).isEqualTo(GIB);
    }
}
