package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarChartTest {
    /** Else a month of backups each hour would look as if there had been none in most of it. */
    @Test
    void ofManyBarsTheAxisBeginsWhereTheyDo() throws Exception {
        List<RunSummary> hourly = IntStream.range(0, 30 * 24)
                .mapToObj(hour -> Observations.run(
                        Observations.NOW.minus(Duration.ofHours(hour + 1L)),
                        Run.Kind.BACKUP,
                        RunSummary.RunState.SUCCEEDED,
                        600,
                        1 << 20))
                .toList();
        Observation late = Observations.late();

        assertThat(Parsed.of(Observations.observation(late.status(), hourly, List.of(), List.of()))
                        .part("growth"))
                .contains("120 backups since 15 Nov", "15 Novup to 10 mintoday")
                .doesNotContain("22 Oct");
    }
}
