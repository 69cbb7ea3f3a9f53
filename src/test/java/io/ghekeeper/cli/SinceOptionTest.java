package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceOptionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "24h, 2026-11-19T12:00:00Z",
        "7d, 2026-11-13T12:00:00Z",
        "1h30m, 2026-11-20T10:30:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "2026-11-20T03:17, 2026-11-20T03:17:00Z",
        "2026-11-20T03:17:05Z, 2026-11-20T03:17:05Z",
        "2026-11-20T03:17:05+01:00, 2026-11-20T02:17:05Z",
        "20261120T031705, 2026-11-20T03:17:05Z",
        "20261120T031705Z, 2026-11-20T03:17:05Z"
    })
    void readsWhatPeopleCallATime(String text, Instant since) {
        assertThat(SinceOption.read(text, NOW)).contains(since);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "24", "-3d", "yesterday", "2026-13-01", "2026-11-31", "24h ", "99999999999999d"})
    void anythingElseIsNone(String text) {
        assertThat(SinceOption.read(text, NOW)).isEmpty();
    }
}
