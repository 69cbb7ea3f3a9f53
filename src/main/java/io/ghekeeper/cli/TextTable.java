package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows in columns as wide as their widest cell. A file or pipe gets all of it, for {@code awk}. A terminal gets the columns
 * that fit; where not even those fit that must be there, each row takes several lines.
 */
final class TextTable {
    /** What happens on a terminal to text in the last column that is wider than what is left for it. */
    enum Overflow {
        CUT,
        WRAPPED
    }

    private static final int GAP = 2;
    private static final int STACKED_INDENT = 4;

    /** With less room than this, text of the last column says nothing. */
    private static final int LEAST_TEXT = 12;

    /** For less than this, no further column is shown. */
    private static final int ENOUGH_TEXT = 24;

    private final Overflow overflow;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> optional = List.of();
    private String elsewhere = "";

    TextTable(Overflow overflow, String... titles) {
        this.overflow = overflow;
        row(titles);
    }

    /**
     * Names the columns that a narrow terminal need not show.
     *
     * @param command that shows all of a row
     * @param titles the most important first
     */
    TextTable optional(String command, String... titles) {
        elsewhere = command;
        optional = List.of(titles);
        return this;
    }

    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(PlainText::of).toList());
    }

    boolean hasNoRows() {
        return rows.size() == 1;
    }

    List<String> on(Screen screen) {
        if (!screen.terminal()) {
            List<Integer> all = IntStream.range(0, titles().size()).boxed().toList();
            return rows.stream().map(row -> line(row, all)).toList();
        }
        List<Integer> shown = shown(screen.width());
        if (needed(shown, LEAST_TEXT) > screen.width()) {
            return rows.stream()
                    .skip(1)
                    .flatMap(row -> stacked(row, shown, screen).stream())
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.addAll(fitted(row, shown, screen)));
        lines.set(0, screen.styled("bold", line(titles(), shown)));
        String missing = IntStream.range(0, titles().size())
                .filter(column -> !shown.contains(column))
                .mapToObj(titles()::get)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty() && !hasNoRows()) {
            lines.addAll(Paragraph.lines(
                    screen, "", STACKED_INDENT, "not shown, for want of columns: " + missing + "; see " + elsewhere));
        }
        return lines;
    }

    private List<String> titles() {
        return rows.get(0);
    }

    private List<Integer> shown(int width) {
        List<Integer> shown = new ArrayList<>(IntStream.range(0, titles().size())
                .filter(column -> !optional.contains(titles().get(column)))
                .boxed()
                .toList());
        for (String title : optional) {
            List<Integer> more = new ArrayList<>(shown);
            more.add(titles().indexOf(title));
            more.sort(null);
            if (needed(more, ENOUGH_TEXT) <= width) {
                shown = more;
            }
        }
        return shown;
    }

    private int needed(List<Integer> columns, int text) {
        return columns.stream()
                        .mapToInt(column -> isText(column) ? Math.min(width(column), text) : width(column))
                        .sum()
                + GAP * (columns.size() - 1);
    }

    private boolean isText(int column) {
        return column == titles().size() - 1;
    }

    private List<String> fitted(List<String> row, List<Integer> shown, Screen screen) {
        List<Integer> fixed = shown.stream().filter(column -> !isText(column)).toList();
        String lead = fixed.stream().map(column -> padded(row, column)).collect(Collectors.joining());
        String styled = fixed.stream()
                .map(column -> padded(row, column).replace(row.get(column), styled(row, column, screen)))
                .collect(Collectors.joining());
        String last = shown.size() > fixed.size() ? row.get(row.size() - 1) : "";
        int room = screen.width() - TextWidth.of(lead);
        List<String> lines = overflow == Overflow.CUT || last.isEmpty()
                ? List.of(lead + (last.isEmpty() ? "" : TextWidth.cut(last, room)))
                : Paragraph.lines(screen, lead, TextWidth.of(lead), last);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i > 0
                        ? lines.get(i)
                        : styled
                                + lines.get(0)
                                        .substring(Math.min(
                                                lead.length(), lines.get(0).length())))
                .map(String::stripTrailing)
                .toList();
    }

    private List<String> stacked(List<String> row, List<Integer> shown, Screen screen) {
        String head = shown.stream()
                .filter(column -> !isText(column))
                .map(row::get)
                .filter(cell -> !cell.isEmpty())
                .collect(Collectors.joining(" "));
        List<String> lines = new ArrayList<>();
        if (!head.isEmpty()) {
            Paragraph.lines(screen, "", STACKED_INDENT, head).stream()
                    .map(line -> styledWords(line, row, shown, screen))
                    .forEach(lines::add);
        }
        if (isText(shown.get(shown.size() - 1))) {
            lines.addAll(Paragraph.lines(screen, " ".repeat(STACKED_INDENT), STACKED_INDENT, row.get(row.size() - 1)));
        }
        return lines;
    }

    private String styledWords(String line, List<String> row, List<Integer> shown, Screen screen) {
        String styled = line;
        for (int column : shown) {
            if (!isText(column) && !row.get(column).isEmpty()) {
                styled = styled.replace(row.get(column), styled(row, column, screen));
            }
        }
        return styled;
    }

    private String styled(List<String> row, int column, Screen screen) {
        return column == 0 ? row.get(0) : screen.styled(StateStyle.of(row.get(column)), row.get(column));
    }

    private String line(List<String> row, List<Integer> columns) {
        return columns.stream()
                .map(column -> padded(row, column))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    private String padded(List<String> row, int column) {
        return TextWidth.pad(row.get(column), width(column) + GAP);
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> TextWidth.of(row.get(column)))
                .max()
                .orElse(0);
    }
}
