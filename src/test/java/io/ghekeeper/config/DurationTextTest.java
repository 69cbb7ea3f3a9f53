package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "90m, PT1H30M",
        "12h, PT12H",
        "1d, PT24H",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, P1DT2H3M4.005S",
        "0s, PT0S",
        "999999999d, P999999999D"
    })
    void addsUpItsUnits(String text, Duration duration) {
        assertThat(DurationText.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "30m1h", "1m1m", "-1s", "+1s", "1.5h", "1w", "9999999999s", "\u0665m"})
    void refusesAllElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
