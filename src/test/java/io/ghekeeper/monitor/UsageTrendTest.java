package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageTrendTest {
    private static final Instant NOW = Instant.parse("2026-11-20T15:17:00Z");

    @Test
    void goesByTheLineThatFitsAllAndNotByTheLastTwo() {
        // Pruning frees something every other day.
        UsageTrend growth = UsageTrend.of(
                IntStream.rangeClosed(1, 10)
                        .mapToObj(day -> point(day, 1000, 500 + day * 10 + (day % 2) * 5))
                        .toList(),
                point(0, 1000, 500));

        assertThat(growth.trend()).isEqualTo(UsageTrend.Trend.SHRINKING);
        assertThat(growth.perDay()).isEqualTo(10, within(0.5));
        assertThat(growth.daysLeft()).isEqualTo(50, within(2.5));
    }

    @Test
    void promisesNothingWhereItDoesNotShrink() {
        assertThat(UsageTrend.of(List.of(point(3, 1000, 400)), point(0, 1000, 500))
                        .trend())
                .isEqualTo(UsageTrend.Trend.NOT_SHRINKING);
        assertThat(UsageTrend.of(List.of(point(3, 1000, 500)), point(0, 1000, 500))
                        .daysLeft())
                .isInfinite();
    }

    @Test
    void knowsNothingFromLessThanADay() {
        assertThat(UsageTrend.of(List.of(), point(0, 1000, 500)).trend()).isEqualTo(UsageTrend.Trend.UNKNOWN);
        assertThat(UsageTrend.of(
                                List.of(new UsageTrend.Point(NOW.minus(Duration.ofHours(23)), 1000, 900)),
                                point(0, 1000, 500))
                        .trend())
                .isEqualTo(UsageTrend.Trend.UNKNOWN);
    }

    @Test
    void aVolumeMadeLargerStartsTheTrendAgain() {
        UsageTrend growth = UsageTrend.of(
                List.of(point(4, 1000, 10), point(3, 2000, 530), point(2, 2000, 520)), point(0, 2000, 500));

        assertThat(growth.perDay()).isEqualTo(10, within(0.01));
    }

    private static UsageTrend.Point point(int daysAgo, long total, long free) {
        return new UsageTrend.Point(NOW.minus(Duration.ofDays(daysAgo)), total, free);
    }
}
