package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Facts for people: a name at the left and its text beside it, in lines that fit the screen. */
final class NamedLines {
    private static final int GAP = 2;

    private final Screen screen;
    private final int indent;
    private final List<String> lines = new ArrayList<>();

    /** @param longest name, in characters */
    @SuppressWarnings("MissingSummary")
    NamedLines(Screen screen, int longest) {
        this.screen = screen;
        this.indent = screen.indent(longest + GAP);
    }

    List<String> lines() {
        return lines;
    }

    void blank() {
        lines.add("");
    }

    void heading(String text) {
        Paragraph.lines(screen, "", indent, PlainText.of(text)).stream()
                .map(line -> screen.styled("bold", line))
                .forEach(lines::add);
    }

    /** @param name is empty where the text goes on with what stands above */
    @SuppressWarnings("MissingSummary")
    void add(String name, String text) {
        add(name, StateStyle.of(name), text);
    }

    /** @param style of the name, by picocli's words; empty for none */
    @SuppressWarnings("MissingSummary")
    void add(String name, String style, String text) {
        String lead = TextWidth.pad(name.isEmpty() ? "" : name + " ".repeat(GAP), indent);
        List<String> added = new ArrayList<>(Paragraph.lines(screen, lead, indent, PlainText.of(text)));
        if (!style.isEmpty()) {
            added.set(0, screen.styled(style, name) + added.get(0).substring(name.length()));
        }
        lines.addAll(added);
    }
}
