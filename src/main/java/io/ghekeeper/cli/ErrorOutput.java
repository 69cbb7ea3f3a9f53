package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.io.PrintWriter;
import java.util.List;

/** What a command says on standard error: a word such as ERROR and its text, in lines that fit a terminal. */
final class ErrorOutput {
    private static final int INDENT = 2;

    private final PrintWriter out;
    private final Screen screen;

    ErrorOutput(PrintWriter out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    /**
     * Prints one.
     *
     * @param text goes on behind the word, as {@code " [internal]: it broke"}; its line ends stay
     */
    void print(String word, String text) {
        List<String> lines = (word + text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String shown = String.join(System.lineSeparator(), screen.terminal() ? wrapped(line) : List.of(line));
            out.println(i == 0 ? screen.styled(StateStyle.of(word), word) + shown.substring(word.length()) : shown);
        }
        out.flush();
    }

    private List<String> wrapped(String line) {
        String lead = " ".repeat(line.length() - line.stripLeading().length());
        return Paragraph.lines(screen, lead, lead.length() + INDENT, PlainText.of(line));
    }
}
