package io.ghekeeper.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * Gives the log the form and the level that are configured. The levels of libraries are those of {@link LogConfigurator}. A logback configuration that the command line names replaces all of it.
 */
public final class Logs {
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
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogConfigurator.APPENDER)
                        instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof LogLines lines
                && lines.format() == LogSettings.Format.JSON;
    }

    void apply(LogSettings settings) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        boolean applied = settings.equals(context.getObject(APPLIED));
        if (applied
                || !(root.getAppender(LogConfigurator.APPENDER) instanceof ConsoleAppender<ILoggingEvent> console)
                || !(console.getEncoder() instanceof LogLines lines)) {
            return; // who lowered a level since then meant it
        }
        context.putObject(APPLIED, settings);
        lines.setFormat(settings.format());
        Level level = Level.toLevel(settings.level().name());
        context.getLogger(LogConfigurator.OURS).setLevel(level);
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    }
}
