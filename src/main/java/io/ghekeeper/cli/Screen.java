package io.ghekeeper.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Where answers are printed: a person's terminal, or a file or pipe, which gets them plain and whole.
 *
 * @param width in characters, as picocli finds it, which is never below 55; of no meaning where it is no terminal
 * @param colour whether letters may be coloured and bold
 */
record Screen(boolean terminal, int width, boolean colour) {
    private static final String TERMINAL = "/dev/(pts/\\d+|tty.*|console)";

    /** That of this process. People who set {@code NO_COLOR} to anything want none: see no-color.org. */
    static Screen ofThisProcess(Map<String, String> environment) {
        if (console().isEmpty()) {
            return new Screen(false, 0, false);
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(true, new UsageMessageSpec().autoWidth(true).width(), !plain);
    }

    /** The person at the terminal, if there is one: standard input and output both belong to it. */
    @SuppressWarnings("SystemConsoleNull") // where it is there without a terminal, the streams' names tell
    static Optional<Console> console() {
        return Optional.ofNullable(System.console())
                .filter(console -> stream(0).matches(TERMINAL) && stream(1).matches(TERMINAL));
    }

    /** Whether errors go to the same terminal. */
    boolean showsErrors() {
        return terminal && stream(1).equals(stream(2));
    }

    /** What one of the three standard streams is, as {@code /dev/pts/0} or {@code pipe:[12345]}. */
    private static String stream(int number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** The text in a style of picocli's, as {@code bold,green}; plain where there is no colour. */
    String styled(String style, String text) {
        // All styles off at once: the code that picocli has for "bold off" underlines on many terminals.
        return colour ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on() : text;
    }

    /** A line cut to the width. */
    String fit(String line) {
        return terminal && width > 1 && line.length() > width ? line.substring(0, width - 1) + "…" : line;
    }
}
