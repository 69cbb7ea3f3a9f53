package io.ghekeeper.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** Asks a program that answers at once, such as stat(1), and reads what it prints. */
public final class ShortCommand {
    /** Nothing of ours is any of its business; the words that it complains in must be known ones. */
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

    private final Duration limit;
    private final Map<String, String> environment;

    /** @param limit after which the program is killed */
    @SuppressWarnings("MissingSummary")
    public ShortCommand(Duration limit) {
        this(limit, Map.of());
    }

    /** One whose program gets these variables, too. */
    public ShortCommand(Duration limit, Map<String, String> variables) {
        this.limit = limit;
        this.environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(variables);
    }

    /**
     * What the program prints on standard output, without blanks around it; of very much, the beginning. A thread that is
     * interrupted ends the program.
     *
     * @throws IOException with what it complained of, when it cannot be started, fails, or does not end in time
     */
    public String ask(List<String> arguments) throws IOException {
        CommandLine line = new CommandLine(arguments.get(0));
        arguments.stream().skip(1).forEach(argument -> line.addArgument(argument, false));
        FirstBytes out = new FirstBytes();
        FirstBytes errors = new FirstBytes();
        ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(limit).get();
        DefaultExecutor executor = DefaultExecutor.builder()
                .setExecuteStreamHandler(new PumpStreamHandler(out, errors))
                .get();
        executor.setWatchdog(watchdog);
        executor.setExitValues(null); // every exit status is an answer
        int status = executor.execute(line, environment);
        if (watchdog.killedProcess()) {
            throw new IOException(arguments.get(0) + " does not answer within " + limit.toSeconds() + " s");
        }
        if (status != 0) {
            throw new IOException(arguments.get(0) + " ended with " + status + ": "
                    + (errors.text().isEmpty() ? out.text() : errors.text()));
        }
        return out.text();
    }
}
