package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT7S, 7 s",
        "PT3M20S, 3 min",
        "PT2H5M, 2 h 5 min",
        "PT26H, 26 h",
        "PT71H59M, 71 h 59 min",
        "P3D, 3 d",
        "P12DT4H, 12 d 4 h",
    })
    void durationsAreAsExactAsPeopleNeedThem(Duration duration, String words) {
        assertThat(Durations.about(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"PT0.9S, 0 s", "PT4M5S, 4 min 5 s", "PT12H, 12 h", "PT1H30M, 1 h 30 min", "PT75H10M, 75 h 10 min"})
    void limitsAndMeasuredTimesKeepTheirUnits(Duration duration, String words) {
        assertThat(Durations.exact(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"PT75H10M, 3 d 3 h ago", "PT0S, 0 s ago", "PT-1S, in the future"})
    void anAgeBelowZeroIsInTheFuture(Duration age, String words) {
        assertThat(Durations.ago(age)).isEqualTo(words);
    }
}
