package io.ghekeeper.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The log before its settings are known: one line a stage, to standard error, because standard output is for the answer of a
 * command. Logback finds this class as a service. Its XML needs 0.2 s of processor time at each start, so there is none.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    static final String APPENDER = "console";
    static final String OURS = "io.ghekeeper";

    /** As logback names it: a configuration on the command line replaces this one. */
    private static final String FILE = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (System.getProperty(FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        apply(log);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void apply(LoggerContext log) {
        LogLines lines = new LogLines();
        lines.setContext(log);
        lines.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(log);
        console.setName(APPENDER);
        console.setTarget("System.err");
        console.setEncoder(lines);
        console.start();
        Logger root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        log.getLogger(OURS).setLevel(Level.INFO);
        // Their failures reach us as exceptions, and our own messages report them.
        log.getLogger("net.schmizz").setLevel(Level.OFF);
        log.getLogger("software.amazon.awssdk").setLevel(Level.ERROR);
    }
}
