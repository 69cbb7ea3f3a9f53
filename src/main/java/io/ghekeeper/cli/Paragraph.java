package io.ghekeeper.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Words in lines of a terminal's width, with a hanging indent. No word is broken: one that is too long for its indent gets a
 * smaller one, so that ids and host names can be copied whole. In a file or pipe it is one line.
 */
final class Paragraph {
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
            text.lines().flatMap(part -> List.of(part.split(" +")).stream()).forEach(paragraph::add);
        } else {
            paragraph.add(text);
        }
        paragraph.end();
        return paragraph.lines;
    }

    private void add(String word) {
        int columns = TextWidth.of(word);
        if (word.isEmpty()) {
            return;
        }
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
