package io.ghekeeper.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/**
 * Gives the log the form and the level that are configured. What {@code logback.xml} says of libraries holds for either
 * form. A logback configuration that the command line names replaces all of it.
 */
public final class Logs {
    private static final String OURS = "io.ghekeeper";
    private static final String APPENDER = "console";
    private static final String TEXT_ENCODER = "io.ghekeeper.text-encoder";
    private static final String APPLIED = "io.ghekeeper.log-settings";

    private final LoggerContext context;

    Logs(LoggerContext context) {
        this.context = context;
    }

    /** For this process, as soon as its settings are known; again, where they are read again. */
    public static void configure(LogSettings settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            new Logs(context).apply(settings);
        }
        SilentLibraries.keepSilent();
        if (speakJson()) {
            Thread.setDefaultUncaughtExceptionHandler((thread, fault) ->
                    LoggerFactory.getLogger(Logs.class).error("thread {} ended by a fault", thread.getName(), fault));
        }
    }

    /** Whether lines of this process are JSON: then what is no line of the log should be one, too. */
    public static boolean speakJson() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                        instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof JsonLines;
    }

    void apply(LogSettings settings) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        boolean applied = settings.equals(context.getObject(APPLIED));
        if (applied || !(root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> console)) {
            return; // who lowered a level since then meant it
        }
        context.putObject(APPLIED, settings);
        shape(console, settings.format());
        Level level = Level.toLevel(settings.level().name());
        context.getLogger(OURS).setLevel(level);
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    }

    @SuppressWarnings("unchecked") // it is what was put there
    private void shape(ConsoleAppender<ILoggingEvent> console, LogSettings.Format format) {
        boolean json = console.getEncoder() instanceof JsonLines;
        if (format == LogSettings.Format.JSON && !json) {
            context.putObject(TEXT_ENCODER, console.getEncoder());
            JsonLines lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            console.setEncoder(lines);
        } else if (format == LogSettings.Format.TEXT && json) {
            console.setEncoder((Encoder<ILoggingEvent>) context.getObject(TEXT_ENCODER));
        }
    }
}
