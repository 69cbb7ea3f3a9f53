package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.log.Logs;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Where the program begins, and the only place where a failure becomes an exit status. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns the process's exit status. */
    static int run(String... arguments) {
        CheckedStdout answer = CheckedStdout.ofThisProcess();
        CommandLine line = commandLine(new Environment(System.getenv(), Clock.systemUTC()), answer, arguments);
        int status = execute(line, arguments);
        line.getOut().flush();
        // Another status than 0 says more already.
        return answer.lost()
                .map(why -> Math.max(status, report(unwritten(why), line.getErr())))
                .orElse(status);
    }

    /** Java itself would end an uncaught error with 1, which is a state of {@code status}. */
    static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error | RuntimeException fault) {
            return report(fault, line.getErr());
        }
    }

    /** What the arguments name, or every command; failures become exit statuses. */
    static CommandLine commandLine(Environment world, CheckedStdout answer, String... arguments) {
        CommandLine line = new CommandLine(new RootCommand(world, answer));
        RootCommand.addCommands(line, arguments);
        RunQuery.register(line);
        line.setOut(
                plain(new OutputStreamWriter(answer, Charset.defaultCharset()), Screen.ofThisProcess(System.getenv())));
        line.setErr(plain(line.getErr(), Screen.ofErrors(System.getenv())));
        line.setExecutionExceptionHandler((exception, command, result) -> report(exception, command.getErr()));
        line.setParameterExceptionHandler(new UsageErrors(System.getenv()));
        return line;
    }

    /** A writer whose text is cleaned on its way. */
    static PrintWriter plain(Writer out, Screen screen) {
        return new PrintWriter(new PlainWriter(out, screen.colour()), true);
    }

    private static Failure unwritten(String why) {
        return new Failure(
                FailureKind.INTERNAL,
                "cannot write the answer: " + why,
                "Whatever was to be done is done; look where standard output goes, and ask again.");
    }

    private static int report(Throwable exception, PrintWriter out) {
        Failure failure = exception instanceof Failure known ? known : Failure.fault(exception);
        LOG.debug("why the command failed", exception);
        Screen screen = Screen.ofErrors(System.getenv());
        if (Logs.speakJson() && !screen.terminal()) {
            reportAsLine(failure);
        } else {
            ErrorOutput errors = new ErrorOutput(out, screen);
            errors.print("ERROR", " [" + failure.kind().code() + "]: " + failure.getMessage());
            errors.print("HINT", ": " + failure.hint());
        }
        return failure.kind().exitStatus();
    }

    /** For programs as readers: they expect one line of JSON. */
    private static void reportAsLine(Failure failure) {
        LOG.atError()
                .addKeyValue("code", failure.kind().code())
                .addKeyValue("hint", failure.hint())
                .log("{}", failure.getMessage());
    }
}
