package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
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
        assertThat(Words.about(duration)).isEqualTo(words);
    }
}
