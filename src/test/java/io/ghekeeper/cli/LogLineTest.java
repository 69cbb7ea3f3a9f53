package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines on standard error, by the configuration that the program has. */
class LogLineTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aMessageIsOneLineAndCommandsNoTerminal() {
        assertThat(line("a\tb\u001b[2Jc\u009bd\r\n2026-11-20 ERROR forged\u202e!\u007f", null))
                .matches("\\S+Z INFO  a bc 2026-11-20 ERROR forged !\n");
    }

    @Test
    void aStackTraceKeepsItsLines() {
        String printed = line("fault", new IllegalStateException("odd\u001b[2J", new RuntimeException("cause")));

        assertThat(printed.lines().toList())
                .hasSizeGreaterThan(5)
                .contains("java.lang.IllegalStateException: odd", "Caused by: java.lang.RuntimeException: cause")
                .anyMatch(line -> line.startsWith("\tat io.ghekeeper.cli.LogLineTest."));
        assertThat(printed.split("Caused by", -1)).hasSize(2);
    }

    private String line(String message, Throwable thrown) {
        Logger logger = context.getLogger("io.ghekeeper.test");
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        ILoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, thrown, new Object[0]);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
