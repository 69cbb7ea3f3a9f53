package io.ghekeeper.cli;

import io.ghekeeper.lab.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Commands in the test's own process, which has no terminal: all of them but the launcher and the log, in a tenth of the
 * time. A run of its own process is started by the real launcher.
 */
final class Typed {
    static {
        System.setProperty(
                "ghe-keeper.launcher",
                Path.of("bin/ghe-keeper").toAbsolutePath().toString());
    }

    private Typed() {}

    static Deployment.Result at(Deployment deployment, String... arguments) {
        return with(Map.of(), deployment, arguments);
    }

    /** The same, with further variables in its environment. */
    static Deployment.Result with(Map<String, String> variables, Deployment deployment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of("--config", deployment.configuration().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        CommandLine line = commandLine(variables, out, all);
        line.setErr(Main.plain(err, new Screen(false, 0, false)));
        int status = line.execute(all);
        line.getOut().flush();
        return new Deployment.Result(status, out.toString(Charset.defaultCharset()), err.toString());
    }

    /** All commands, with the environment of the test. */
    static CommandLine commandLine(OutputStream out) {
        return commandLine(Map.of(), out);
    }

    private static CommandLine commandLine(Map<String, String> variables, OutputStream out, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(variables);
        return Main.commandLine(new Environment(environment, Clock.systemUTC()), new CheckedStdout(out), arguments);
    }
}
