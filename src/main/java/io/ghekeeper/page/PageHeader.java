package io.ghekeeper.page;

/** Whose page it is, and how old: it does not change under the eyes of who reads it. */
final class PageHeader {
    private final PageWriter sheet;

    PageHeader(PageWriter sheet) {
        this.sheet = sheet;
    }

    void write(String appliance) {
        Times times = sheet.times();
        sheet.html().begin("header", "class", "masthead").begin("p");
        sheet.html().with("strong", "ghe-keeper");
        sheet.html().with("span", " backups of ", "class", "muted").begin("strong");
        sheet.figure("/appliance", appliance, appliance);
        sheet.html().end().end();
        sheet.html().begin("p", "class", "muted");
        sheet.text("As of ").time(times.now(), times.clock(times.now()));
        sheet.text(", " + times.zone().getId() + (times.isUtc() ? " " : "; the ids of runs and snapshots are in UTC "));
        sheet.html().with("a", "Reload", "href", "./").end().end();
    }
}
