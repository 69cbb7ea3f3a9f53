package io.ghekeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Prometheus' own tool takes what is written, and finds nothing to improve. */
class MetricsIT {
    @Test
    void promtoolHasNothingAgainstAnyOutput() throws Exception {
        Metrics metrics = Scrape.metrics();
        for (byte[] written : new byte[][] {
            metrics.write(new Observed().observation(), null),
            metrics.write(Observed.full().observation(), null),
            metrics.writeUnseen(FailureKind.JOURNAL_UNREADABLE, null)
        }) {
            assertThat(Promtool.ask(written, "check", "metrics")).isEqualTo(new Promtool.Verdict(0, ""));
        }
    }

    @Test
    void promtoolWouldFindABadName() throws Exception {
        String bad = "# HELP ghe_keeper_x_count x\n# TYPE ghe_keeper_x_count counter\nghe_keeper_x_count 1\n";
        assertThat(Promtool.ask(bad.getBytes(StandardCharsets.UTF_8), "check", "metrics")
                        .status())
                .isNotZero();
    }
}
