package io.ghekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any | 2.22.1 | true",
                "3.13 and later | 3.12.9 | false",
                "3.13 and later | 3.13.0 | true",
                "3.13 and later | 4.1.0 | true",
                "3.7 to 3.9 | 3.6.99 | false",
                "3.7 to 3.9 | 3.7.0 | true",
                "3.7 to 3.9 | 3.9.14 | true",
                "3.7 to 3.9 | 3.10.0 | false",
                "3.13.5 | 3.13.5 | true",
                "3.13.5 | 3.13.50 | false",
                "3.20.9, 3.22.0 to 3.22.2 | 3.20.9 | true",
                "3.20.9, 3.22.0 to 3.22.2 | 3.21.9 | false",
                "3.20.9, 3.22.0 to 3.22.2 | 3.22.2.rc1 | true",
                "3.20.9, 3.22.0 to 3.22.2 | 3.22.3 | false"
            })
    void takesBothOfItsEndsAndAllPatchReleasesOfAFeatureRelease(String range, String release, boolean in) {
        assertThat(ReleaseRange.of(range).includes(Release.read(release).orElseThrow()))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3.7-3.9", "3.7 to", "3.7 to 3.9 and later", "3.7,3.8"})
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> ReleaseRange.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
