package io.ghekeeper.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
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
     * @param started is told the pid, which is also the session's and the group's id
     * @return the exit status; 128 + n after a signal n
     * @throws IOException when the shell or setsid(1) cannot be started; a missing program is exit status 127
     */
    public int run(Command command, LongConsumer started) throws IOException {
        CommandLine line = new CommandLine("setsid");
        for (String argument :
                new String[] {"bash", "-c", REDIRECT, command.output().toString()}) {
            line.addArgument(argument, false);
        }
        command.arguments().forEach(argument -> line.addArgument(argument, false));

        TellingExecutor executor = new TellingExecutor(started);
        executor.setStreamHandler(new PumpStreamHandler(null, null, null));
        executor.setExitValues(null); // every exit status is an answer
        return executor.execute(line, command.environment());
    }

    /** commons-exec keeps the process it starts to itself; its pid is needed to tell people and to end it. */
    private static final class TellingExecutor extends DefaultExecutor {
        private final LongConsumer started;

        @SuppressWarnings("deprecation") // the builder cannot build a subclass
        TellingExecutor(LongConsumer started) {
            this.started = started;
        }

        @Override
        protected Process launch(CommandLine command, Map<String, String> environment, Path directory)
                throws IOException {
            Process process = super.launch(command, environment, directory);
            started.accept(process.pid());
            return process;
        }
    }
}
