package io.ghekeeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Where answers are printed: a person's terminal, or a file or pipe, which gets them plain and whole.
 *
 * @param width in characters; of no meaning where it is no terminal
 * @param colour whether letters may be coloured and bold
 */
record Screen(boolean terminal, int width, boolean colour) {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** That of this process. People who set {@code NO_COLOR} to anything want none: see no-color.org. */
    static Screen ofThisProcess(Map<String, String> environment) {
        if (System.console() == null) {
            return new Screen(false, 0, false);
        }
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(true, new UsageMessageSpec().autoWidth(true).width(), !plain);
    }

    /** Whether errors go to the same terminal. */
    boolean showsErrors() {
        try {
            return terminal && Files.readSymbolicLink(STANDARD_OUTPUT).equals(Files.readSymbolicLink(STANDARD_ERROR));
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The text in a style of picocli's, as {@code bold,green}; plain where there is no colour. */
    String styled(String style, String text) {
        Ansi.IStyle[] styles = Ansi.Style.parse(style);
        return colour ? Ansi.Style.on(styles) + text + Ansi.Style.off(styles) : text;
    }

    /** A line cut to the width. */
    String fit(String line) {
        return terminal && width > 1 && line.length() > width ? line.substring(0, width - 1) + "…" : line;
    }
}
