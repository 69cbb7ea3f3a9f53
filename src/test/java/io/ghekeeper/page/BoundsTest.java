package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.monitor.Observation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int MOST = 300_000;

    private final StatusPage page = new StatusPage("ghe-keeper 0.1.0");

    @Test
    void yearsOfRunsMakeNoLargePage() {
        Observation large = Large.observation();

        assertThat(page.render(large).length()).isLessThan(MOST);
    }

    @Test
    void yearsOfRunsWithLongNamesMakeNoLargePage() throws Exception {
        Observation large = new Poisoned("name ".repeat(2_000)).of(Large.observation());

        assertThat(page.render(large).length()).isLessThan(MOST);
    }

    @Test
    void isRenderedInNoTimeToSpeakOf() {
        Observation large = Large.observation();

        LongStream times = IntStream.range(0, 20).mapToLong(i -> {
            long begin = THREAD.getCurrentThreadCpuTime(); // on a busy machine, others' work does not count
            page.render(large);
            return THREAD.getCurrentThreadCpuTime() - begin;
        });

        assertThat(Duration.ofNanos(times.min().orElseThrow())).isLessThan(Duration.ofMillis(100));
    }
}
