package io.ghekeeper.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    static final String[] HOSTILE = {
        "two\nlines\r\nand {\"level\":\"ERROR\"}\u2028more\u2029",
        "\u001b[2J\u009b31m\u0000\u0007\u007f\u202eevil\ufeff",
        "\"quoted\" C:\\path\\ \b\f\t/ </script>",
        "\ud83d\ude80 caf\u00e9 \u65e5\u672c\u8a9e \ud83d\udc69\u200d\ud83d\udcbb \udb40\udc41",
        "{} {} ${env:HOME} %X{run} %n",
        "",
        "\u001b\"\n\ud83d\ude80".repeat(210_000),
    };

    private final Lines lines = new Lines(LogSettings.Format.JSON, LogSettings.Level.INFO);

    @AfterEach
    void stop() {
        lines.close();
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void whateverIsSaidIsOneLineOfPlainText(String message) {
        String line = lines.of(message, null);

        assertThat(line).endsWith("}\n");
        assertThat(parsed(line).path("message").textValue()).isEqualTo(PlainText.lines(message));
    }

    @Test
    void halfALetterBecomesABlankSoThatTheLineIsUtf8() {
        assertThat(parsed(lines.of("a\ud83db\udc69c", null)).path("message").textValue())
                .isEqualTo("a b c");
    }

    @Test
    void aLineSaysWhenAndWhoAndForWhichRun() {
        lines.within("20261121T135424Z-backup-b2fb");
        LoggingEvent event = lines.event("backup begins", null);
        event.setInstant(Instant.parse("2026-11-21T13:54:24.07Z"));
        event.setThreadName("main");

        assertThat(lines.encoded(event))
                .isEqualTo("{\"timestamp\":\"2026-11-21T13:54:24.070Z\",\"level\":\"INFO\","
                        + "\"logger\":\"io.ghekeeper.test\",\"thread\":\"main\",\"message\":\"backup begins\","
                        + "\"run\":\"20261121T135424Z-backup-b2fb\"}\n");
    }

    @Test
    void whatBelongsToNoRunHasNoRun() {
        assertThat(parsed(lines.of("stopped", null)).has("run")).isFalse();
    }

    @Test
    void anExceptionIsTextOfTheSameLine() {
        JsonNode line =
                parsed(lines.of("fault", new IllegalStateException("odd\n\u001b", new RuntimeException("cause"))));

        assertThat(line.path("exception").textValue())
                .startsWith("java.lang.IllegalStateException: odd\n\n\tat ")
                .contains("Caused by: java.lang.RuntimeException: cause");
    }

    @Test
    void whatIsSaidBesidesIsAFieldOfItsOwn() {
        LoggingEvent event = lines.event("no room", null);
        event.addKeyValuePair(new KeyValuePair("code", "volume-full"));

        assertThat(parsed(lines.encoded(event)).path("code").textValue()).isEqualTo("volume-full");
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
