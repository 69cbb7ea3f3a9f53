package io.ghekeeper.demo;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A terminal of its own for one command, made by script(1); killed, it hangs up on whatever runs in it. What the command
 * prints is shown line by line, without what only moves on a screen: colours, and the bar that tells how far it is.
 */
final class PseudoTerminal {
    private static final String INDENT = "  | ";
    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
    private static final Pattern BAR = Pattern.compile("restore +\\d+% \\[.*");

    private final Process script;
    private final StringBuilder printed = new StringBuilder();

    PseudoTerminal(ProcessBuilder builder) throws IOException {
        String command = builder.command().stream().map(PseudoTerminal::quoted).collect(Collectors.joining(" "));
        builder.command("script", "-qefc", "stty cols 110; exec " + command, "/dev/null");
        builder.environment().put("TERM", "xterm");
        builder.environment().put("NO_COLOR", "1");
        script = builder.redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private void read() {
        try (Reader reader = script.inputReader()) {
            StringBuilder line = new StringBuilder();
            for (int letter = reader.read(); letter >= 0; letter = reader.read()) {
                if (letter == '\n') {
                    show(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) letter);
                }
                synchronized (printed) {
                    printed.append((char) letter);
                    printed.notifyAll();
                }
            }
        } catch (IOException gone) {
            // It was killed.
        }
    }

    private static void show(String line) {
        String text = Arrays.stream(CONTROLS.matcher(line).replaceAll("").split("\r", -1))
                .filter(part -> !BAR.matcher(part).matches())
                .collect(Collectors.joining());
        if (line.strip().isEmpty() || !text.isEmpty()) {
            System.out.println((INDENT + text).stripTrailing());
        }
    }

    /** Waits until this was printed. */
    void await(String text) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        synchronized (printed) {
            while (printed.indexOf(text) < 0) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0 || !script.isAlive()) {
                    throw new IllegalStateException("'" + text + "' was never printed");
                }
                printed.wait(Math.min(left, 1000));
            }
        }
    }

    /** Types a line. */
    void type(String line) throws IOException {
        script.outputWriter().write(line + "\n");
        script.outputWriter().flush();
    }

    /** Takes the terminal away at once, as a lost connection does: the kernel sends SIGHUP to what runs in it. */
    void kill() throws InterruptedException {
        script.destroyForcibly().waitFor();
    }
}
