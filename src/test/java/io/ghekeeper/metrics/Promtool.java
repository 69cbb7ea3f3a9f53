package io.ghekeeper.metrics;

import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' own judge. */
public final class Promtool {
    private Promtool() {}

    /** What it said, and its exit status. */
    public record Verdict(int status, String said) {}

    /** Asks it, with a text on its standard input. */
    public static Verdict ask(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new AssertionError("promtool is missing; it is in Debian's package prometheus", missing);
        }
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("promtool did not end: " + said);
        }
        return new Verdict(process.exitValue(), said);
    }
}
