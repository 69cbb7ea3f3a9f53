package io.ghekeeper.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    /** @param limit after which the program is killed */
    @SuppressWarnings("MissingSummary")
    public ShortCommand(Duration limit) {
        this.limit = limit;
    }

    /**
     * What the program prints on standard output, without blanks around it.
     *
     * @throws IOException with what it complained of, when it cannot be started, fails, or does not end in time
     */
    public String ask(List<String> arguments) throws IOException {
        CommandLine line = new CommandLine(arguments.get(0));
        arguments.stream().skip(1).forEach(argument -> line.addArgument(argument, false));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(limit).get();
        DefaultExecutor executor = DefaultExecutor.builder()
                .setExecuteStreamHandler(new PumpStreamHandler(out, errors))
                .get();
        executor.setWatchdog(watchdog);
        executor.setExitValues(null); // every exit status is an answer
        int status = executor.execute(line, ENVIRONMENT);
        if (watchdog.killedProcess()) {
            throw new IOException(arguments.get(0) + " does not answer within " + limit.toSeconds() + " s");
        }
        if (status != 0) {
            throw new IOException(arguments.get(0) + " ended with " + status + ": " + text(errors));
        }
        return text(out);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
