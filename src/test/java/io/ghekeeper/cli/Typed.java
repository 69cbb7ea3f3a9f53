package io.ghekeeper.cli;

import io.ghekeeper.lab.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Commands in the test's own process, which has no terminal: all of them but the launcher, in a tenth of its time. */
final class Typed {
    private Typed() {}

    static Deployment.Result at(Deployment deployment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new Answer(out));
        line.setErr(Main.plain(err, new Screen(false, 0, false)));
        int status = line.execute(
                Stream.concat(Stream.of("--config", deployment.configuration().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        line.getOut().flush();
        return new Deployment.Result(status, out.toString(Charset.defaultCharset()), err.toString());
    }
}
