package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntilOptionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "24h, 2026-11-21T12:00:00Z",
        "90d, 2027-02-18T12:00:00Z",
        "2026-11-20, 2026-11-21T00:00:00Z",
        "2027-01-31, 2027-02-01T00:00:00Z",
        "2027-01-31T03:17, 2027-01-31T03:17:00Z",
        "2027-01-31T03:17:05+01:00, 2027-01-31T02:17:05Z"
    })
    void readsWhatPeopleCallATimeToCome(String text, Instant until) {
        assertThat(UntilOption.read(text, NOW)).contains(until);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "90",
                "-3d",
                "0s",
                "tomorrow",
                "2026-13-01",
                "2026-11-19",
                "2026-11-20T11:59",
                "+999999999-12-31",
                "+12026-12-31",
                "9999999d",
                "99999999999999d"
            })
    void anythingElseAndWhatIsOverIsNone(String text) {
        assertThat(UntilOption.read(text, NOW)).isEmpty();
    }
}
