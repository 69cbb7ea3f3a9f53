package io.ghekeeper.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;

/** Lines of a log of its own, by the configuration that the program has, and the settings that somebody gave it. */
final class Lines implements AutoCloseable {
    final LoggerContext context = new LoggerContext();

    Lines() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        LogConfigurator.apply(context);
    }

    Lines(LogSettings.Format format, LogSettings.Level level) {
        this();
        apply(format, level);
    }

    void apply(LogSettings.Format format, LogSettings.Level level) {
        new Logs(context).apply(new LogSettings(format, level, LogSettings.EngineOutput.OFF));
    }

    /** From now on, what this thread says is of a run. */
    void within(String run) {
        context.getMDCAdapter().put("run", run);
    }

    String of(String message, Throwable thrown) {
        return encoded(event(message, thrown));
    }

    LoggingEvent event(String message, Throwable thrown) {
        Logger logger = context.getLogger("io.ghekeeper.test");
        return new LoggingEvent("", logger, Level.INFO, message, thrown, new Object[0]);
    }

    String encoded(ILoggingEvent event) {
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.stop();
    }
}
