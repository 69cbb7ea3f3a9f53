package io.ghekeeper.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Where something is printed: a person's terminal, or a file or pipe, which gets it plain and whole.
 *
 * @param width in columns; 0 where it is not a terminal
 * @param colour whether letters may be coloured and bold
 */
record Screen(boolean terminal, int width, boolean colour) {
    private static final String TERMINAL = "/dev/(pts/\\d+|tty.*|console)";
    private static final Screen NONE = new Screen(false, 0, false);
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;

    /** Of a terminal that does not know its size, as some of containers. */
    private static final int USUAL_WIDTH = 80;

    private static final int LEAST_WIDTH = 20;
    private static final int NARROW = 60;
    private static final int NARROW_INDENT = 4;

    /** That of this process's answers. People who set {@code NO_COLOR} to anything want none: see no-color.org. */
    static Screen ofThisProcess(Map<String, String> environment) {
        return of(OUTPUT, environment);
    }

    /** That of this process's errors and warnings. */
    static Screen ofErrors(Map<String, String> environment) {
        return of(ERRORS, environment);
    }

    private static Screen of(int stream, Map<String, String> environment) {
        if (!isTerminal(stream)) {
            return NONE;
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        int width = columns(environment.getOrDefault("COLUMNS", ""))
                .or(() -> columns(size(stream)))
                .orElse(USUAL_WIDTH);
        return new Screen(true, width, !plain);
    }

    /** The person at the terminal, if there is one: standard input and output both belong to it. */
    @SuppressWarnings("SystemConsoleNull") // a console without a terminal is found by the names of the streams
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(console -> isTerminal(0) && isTerminal(OUTPUT));
    }

    /** Whether errors go to the same terminal. */
    boolean showsErrors() {
        return terminal && stream(OUTPUT).equals(stream(ERRORS));
    }

    private static boolean isTerminal(int stream) {
        return stream(stream).matches(TERMINAL);
    }

    /** What one of the three standard streams is, as {@code /dev/pts/0} or {@code pipe:[12345]}. */
    private static String stream(int number) {
        try {
            return Files.readSymbolicLink(descriptor(number)).toString();
        } catch (IOException unknown) {
            return "";
        }
    }

    private static Path descriptor(int number) {
        return Path.of("/proc/self/fd/" + number);
    }

    /** A width that text fits into; nothing where the words name none. */
    private static Optional<Integer> columns(String words) {
        return words.matches("[1-9]\\d{0,3}")
                ? Optional.of(Math.max(LEAST_WIDTH, Integer.parseInt(words)))
                : Optional.empty();
    }

    /** The columns of a terminal by stty(1): picocli takes none below 55. */
    private static String size(int stream) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(descriptor(stream).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.strip().replaceFirst("\\d+ ", "");
        } catch (IOException unknown) {
            return "";
        }
    }

    /** An indent, or a smaller one on a narrow terminal, whose columns the text needs more. */
    int indent(int wanted) {
        return terminal && width < NARROW ? Math.min(wanted, NARROW_INDENT) : wanted;
    }

    /** The text in a style of picocli's, as {@code bold,green}; plain where there is no colour or no style. */
    String styled(String style, String text) {
        // All styles off at once: the code that picocli has for "bold off" underlines on many terminals.
        return colour && !style.isEmpty()
                ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on()
                : text;
    }
}
