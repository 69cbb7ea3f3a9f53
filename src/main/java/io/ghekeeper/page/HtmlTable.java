package io.ghekeeper.page;

import java.util.List;

/**
 * A table that becomes a stack of cards where the window is narrow, and scrolls in itself where its letters are large.
 * What is laid out otherwise is no table any more for some screen readers, so its roles are said.
 */
final class HtmlTable {
    private final PageWriter sheet;
    private final Html html;
    private final List<String> columns;
    private int column;

    private HtmlTable(PageWriter sheet, List<String> columns) {
        this.sheet = sheet;
        this.html = sheet.html();
        this.columns = columns;
    }

    static HtmlTable begin(PageWriter sheet, String classes, String caption, String... columns) {
        Html html = sheet.html();
        html.begin("div", "class", "scroll").begin("table", "role", "table", "class", classes);
        html.with("caption", caption);
        html.begin("thead", "role", "rowgroup").begin("tr", "role", "row");
        for (String column : columns) {
            html.with("th", column, "scope", "col", "role", "columnheader");
        }
        html.end().end().begin("tbody", "role", "rowgroup");
        return new HtmlTable(sheet, List.of(columns));
    }

    void end() {
        html.end().end().end();
    }

    /** Begins a row with the cell that names it. */
    PageWriter row() {
        html.begin("tr", "role", "row").begin("th", "scope", "row", "role", "rowheader");
        column = 0;
        return sheet;
    }

    /** Ends the cell before, and begins another one. */
    PageWriter cell() {
        return cell("");
    }

    /** A cell of figures. */
    PageWriter number() {
        return cell("number");
    }

    private PageWriter cell(String classes) {
        column++;
        html.end().begin("td", "role", "cell", "class", classes, "data-label", columns.get(column));
        return sheet;
    }

    /** A cell that there is nothing to say in; it is left out where the row is a card. */
    PageWriter none() {
        return cell("none").text("-");
    }

    void endRow() {
        html.end().end();
    }
}
