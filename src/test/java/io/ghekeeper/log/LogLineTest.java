package io.ghekeeper.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines on standard error, by the configuration that the program has. */
class LogLineTest {
    private final Lines lines = new Lines();

    @AfterEach
    void stop() {
        lines.close();
    }

    @Test
    void aMessageIsOneLineAndCommandsNoTerminal() {
        assertThat(lines.of("a\tb\u001b[2Jc\u009bd\r\n2026-11-20 ERROR forged\u202e!\u007f", null))
                .matches("\\S+Z INFO  a bc 2026-11-20 ERROR forged !\n");
    }

    @Test
    void aStackTraceKeepsItsLines() {
        String printed = lines.of("fault", new IllegalStateException("odd\u001b[2J", new RuntimeException("cause")));

        assertThat(printed.lines().toList())
                .hasSizeGreaterThan(5)
                .contains("java.lang.IllegalStateException: odd", "Caused by: java.lang.RuntimeException: cause")
                .anyMatch(line -> line.startsWith("\tat io.ghekeeper.log.LogLineTest."));
        assertThat(printed.split("Caused by", -1)).hasSize(2);
    }
}
