package io.ghekeeper.process;

import java.io.IOException;
import java.util.List;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/** Runs a command in a session and process group of its own, without a controlling terminal, and waits for its end. */
public final class Program {
    /** The shell only points the streams away from us; the command itself is never read as shell text. */
    private static final String REDIRECT = "exec \"$@\" >>\"$0\" 2>&1 </dev/null";

    /**
     * Runs to the end.
     *
     * @return the exit status; 128 + n after a signal n
     * @throws IOException when the shell or setsid(1) cannot be started; a missing program is exit status 127
     */
    public int run(Command command) throws IOException {
        CommandLine line = new CommandLine("setsid");
        for (String argument : shell(command)) {
            line.addArgument(argument, false);
        }
        command.arguments().forEach(argument -> line.addArgument(argument, false));

        DefaultExecutor executor = DefaultExecutor.builder().get();
        executor.setStreamHandler(new PumpStreamHandler(null, null, null));
        executor.setExitValues(null); // every exit status is an answer
        return executor.execute(line, command.environment());
    }

    private static List<String> shell(Command command) {
        String output = command.output().toString();
        return command.unwritten()
                .map(unwritten ->
                        List.of("bash", "-c", OutputPipe.REDIRECT, output, OutputPipe.WRITER, unwritten.toString()))
                .orElse(List.of("bash", "-c", REDIRECT, output));
    }
}
