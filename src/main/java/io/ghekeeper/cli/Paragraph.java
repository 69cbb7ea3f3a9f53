package io.ghekeeper.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words in lines of a terminal's width, with a hanging indent. No word is broken: one that is too long for its indent gets a
 * smaller one, so that ids and host names can be copied whole. In a file or pipe it is one line.
 */
final class Paragraph {
    /** A word, or a command of ours with a few words behind it. */
    private static final Pattern WORD = Pattern.compile("ghe-keeper(?: [A-Za-z0-9-]+){0,4}\\S*|\\S+");

    private final int width;
    private final int indent;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private boolean begun;

    private Paragraph(Screen screen, int indent) {
        this.width = screen.terminal() ? screen.width() : Integer.MAX_VALUE;
        this.indent = screen.indent(indent);
    }

    /**
     * The lines of a text.
     *
     * @param lead what stands before the text in the first line, with its blanks; it may be empty
     * @param indent of the further lines, in columns
     */
    static List<String> lines(Screen screen, String lead, int indent, String text) {
        Paragraph paragraph = new Paragraph(screen, indent);
        paragraph.line.append(lead);
        if (screen.terminal()) {
            WORD.matcher(text).results().map(MatchResult::group).forEach(paragraph::addWhole);
        } else {
            paragraph.add(text);
        }
        paragraph.end();
        return paragraph.lines;
    }

    /** A command stays on one line where it fits there, so that it can be copied. */
    private void addWhole(String word) {
        if (TextWidth.of(word) <= width - indent) {
            add(word);
        } else {
            Stream.of(word.split(" ")).forEach(this::add);
        }
    }

    private void add(String word) {
        int columns = TextWidth.of(word);
        if (TextWidth.of(line.toString()) + (begun ? 1 : 0) + columns > width
                && !line.toString().isBlank()) {
            end();
            line.append(" ".repeat(Math.max(0, Math.min(indent, width - columns))));
            begun = false;
        }
        line.append(begun ? " " : "").append(word);
        begun = true;
    }

    private void end() {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
    }
}
