package io.ghekeeper.page;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** 10,000 runs, all within the days that are shown, and 200 snapshots. */
final class Large {
    private Large() {}

    static Observation observation() {
        List<RunSummary> runs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            runs.add(Observations.run(
                    Observations.NOW.minus(Duration.ofMinutes(4L * i)),
                    Run.Kind.BACKUP,
                    i % 3 == 0 ? RunSummary.RunState.FAILED : RunSummary.RunState.SUCCEEDED,
                    i % 1000,
                    i % 3 == 0 ? 0 : 1L << 30));
        }
        Observation late = Observations.late();
        return Observations.observation(late.status(), runs, late.troubles(), Stored.of(runs, Observations.NOW, 200));
    }
}
