package io.ghekeeper.cli;

import io.ghekeeper.monitor.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in columns as wide as their widest cell, for a terminal and for {@code awk} alike. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        row(titles);
    }

    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(PlainText::of).toList());
    }

    boolean hasNoRows() {
        return rows.size() == 1;
    }

    /** On a terminal the titles are bold and lines are cut to its width. */
    String on(Screen screen) {
        List<String> lines = new ArrayList<>(lines());
        lines.replaceAll(screen::fit);
        lines.set(0, screen.styled("bold", lines.get(0)));
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    private List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(row.get(column))
                    .append(" ".repeat(2 + width(column) - row.get(column).length()));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
