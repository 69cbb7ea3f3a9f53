package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDocumentTest {
    private static final String USUAL = "2026-11-20T12:00:00Z";

    private final RunDocument codec = new RunDocument();

    private static byte[] document(String begin, String end, String event) {
        return """
                {"format": 3, "id": "i", "kind": "drill", "trigger": "hand", "begin": "%s",
                 "keeper": {"host": "h", "boot": "b", "pid": 1, "began": "2026-11-20T12:00:00Z"},
                 "end": {"at": "%s", "outcome": "succeeded"},
                 "events": [{"at": "%s", "name": "step"}]}
                """.formatted(begin, end, event).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatClocksShow() throws RunDocument.Unreadable {
        Run run = codec.read(document(USUAL, "9999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"));

        assertThat(run.begin()).isEqualTo(Instant.parse(USUAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\" : \"drill\"|\"kind\" : \"dr\u001b[2Jill\"|which this release does not know",
                "\"kind\"|\"kinds\"|its field 'kind' is missing",
                "\"keeper\"|\"keepers\"|its field 'keeper' is missing",
                "\"begin\" : \"2|\"begin\" : \"soon 2|which is no time in UTC",
                "\"events\"|\"event|it is no JSON from line"
            })
    void damageIsNamedInPlainWords(String from, String to, String words) throws Exception {
        String whole =
                new String(document(USUAL, USUAL, USUAL), StandardCharsets.UTF_8).replaceAll("\"\\s*:\\s*", "\" : ");
        String damaged = whole.replace(from, to.replace("\u001b", "\\u001b"));
        assertThat(damaged).isNotEqualTo(whole);

        assertThatThrownBy(() -> codec.read(damaged.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RunDocument.Unreadable.class)
                .hasMessageStartingWith("is damaged: ")
                .hasMessageContaining(words)
                .satisfies(failure -> assertThat(failure.getMessage())
                        .doesNotContain("enum", "REDACTED", "Exception", "Source", "ghekeeper", "JsonNode")
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, " + USUAL + ", " + USUAL,
        USUAL + ", +1000000000-12-31T23:59:59.999999999Z, " + USUAL,
        USUAL + ", " + USUAL + ", 1969-12-31T23:59:59Z",
    })
    void aTimeThatNoClockShowsIsDamage(String begin, String end, String event) {
        assertThatThrownBy(() -> codec.read(document(begin, end, event)))
                .isInstanceOf(RunDocument.Unreadable.class)
                .hasMessageStartingWith("is damaged: ")
                .hasMessageEndingWith(", which no clock shows");
    }
}
