package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodSnapshotTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T03:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = MONDAY.plus(Duration.ofDays(2));
    private static final Instant THURSDAY = MONDAY.plus(Duration.ofDays(3));
    private static final String NEW = "20261120T030000";

    @TempDir
    private Path folder;

    private Past past;

    @BeforeEach
    void begin() {
        past = new Past(folder, MONDAY);
    }

    @Test
    void neitherASuspectNorAnUncomparedSnapshotIsEverTheMeasureOfTheNext() {
        ended(MONDAY, Run.Outcome.SUSPECT);
        ended(TUESDAY, Run.Outcome.INTERRUPTED);
        ended(WEDNESDAY, Run.Outcome.FAILED);

        assertThat(measures()).isEmpty();
    }

    @Test
    void whatAnEarlierApplianceLeftIsMeasuredAgainstAllOfItAndSpared() {
        past.snapshot(MONDAY.minusSeconds(2), true);
        past.snapshot(MONDAY.minusSeconds(1), true);
        ended(TUESDAY, Run.Outcome.SUSPECT);

        assertThat(measures()).containsExactly("20261116T025959", "20261116T025958");
        assertThat(reliance().toBeSpared()).isEqualTo(3);
    }

    @Test
    void whereEveryGoodSnapshotIsGoneNothingElseTakesItsPlace() throws IOException {
        ended(MONDAY, Run.Outcome.SUCCEEDED);
        ended(TUESDAY, Run.Outcome.INTERRUPTED);
        past.snapshot(WEDNESDAY, true);
        Files.writeString(past.data().resolve("20261116T030000/incomplete"), "");

        assertThat(measures()).isEmpty();
        assertThat(reliance().toBeSpared()).isEqualTo(3);
    }

    @Test
    void theLastGoodOneIsTheMeasureWhateverCameSince() {
        Run good = ended(MONDAY, Run.Outcome.SUCCEEDED);
        ended(TUESDAY, Run.Outcome.INTERRUPTED);
        ended(WEDNESDAY, Run.Outcome.SUSPECT);
        past.snapshot(THURSDAY, true);

        assertThat(reliance().lastGood()).contains(good);
        assertThat(measures()).containsExactly("20261116T030000");
    }

    @Test
    void aNewSnapshotNeedsItsMeasureAndTheCurrentOne() throws IOException {
        ended(MONDAY, Run.Outcome.SUCCEEDED);
        ended(TUESDAY, Run.Outcome.SUSPECT);
        ended(WEDNESDAY, Run.Outcome.SUSPECT);
        Path current = past.data().resolve("current");
        Files.deleteIfExists(current);
        Files.createSymbolicLink(current, Path.of("20261118T030000"));

        assertThat(reliance().readBeside("20261119T030000"))
                .containsExactlyInAnyOrder("20261116T030000", "20261118T030000");
    }

    @Test
    void whereTheSnapshotOfTheLastGoodRunIsGoneTheOneBeforeItIs() throws IOException {
        Run good = ended(MONDAY, Run.Outcome.SUCCEEDED);
        Run newer = ended(TUESDAY, Run.Outcome.SUCCEEDED);
        ended(WEDNESDAY, Run.Outcome.SUSPECT);
        assertThat(reliance().lastGood()).contains(newer);

        Path gone = past.data().resolve("20261117T030000");
        Files.writeString(gone.resolve("incomplete"), "");
        assertThat(reliance().lastGood()).as("not whole any more").contains(good);

        Files.delete(gone.resolve("incomplete"));
        Files.delete(gone.resolve("version"));
        Files.delete(gone);
        assertThat(reliance().lastGood()).contains(good);
        assertThat(measures()).containsExactly("20261116T030000");
    }

    @Test
    void whatHasAFileOfTheWrongFormIsNeverAMeasure() throws IOException {
        past.snapshot(MONDAY.minusSeconds(2), true);
        String noise = past.snapshot(MONDAY.minusSeconds(1), true);
        Files.writeString(past.data().resolve(noise).resolve("mysql.sql.gz"), "no dump");
        assertThat(measures()).containsExactly("20261116T025958");

        ended(MONDAY, Run.Outcome.SUCCEEDED);
        String newer = ended(TUESDAY, Run.Outcome.SUCCEEDED).snapshot().orElseThrow();
        Files.writeString(past.data().resolve(newer).resolve("redis.rdb"), "no dump");
        assertThat(measures()).as("the good one before it").containsExactly("20261116T030000");

        Files.writeString(past.data().resolve("20261116T030000/uuid"), "none");
        assertThat(measures()).isEmpty();
        assertThat(reliance().hadGood()).isTrue();
    }

    private Run ended(Instant begin, Run.Outcome outcome) {
        return past.ended(begin, Duration.ofMinutes(10), outcome, run -> {});
    }

    private LastGoodSnapshot reliance() {
        return past.history().reliance();
    }

    private List<String> measures() {
        past.at(THURSDAY);
        return reliance().measuresOf(NEW).stream().map(Snapshot::id).toList();
    }
}
