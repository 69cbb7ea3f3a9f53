package io.ghekeeper.page;

import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import java.util.List;
import java.util.stream.IntStream;

/** What the signs and the bars show, in words and numbers, for who wants to read it. */
final class RunTable {
    private static final int MOST = 100;

    private final PageWriter sheet;

    RunTable(PageWriter sheet) {
        this.sheet = sheet;
    }

    /** Of runs with the earliest first; the newest are shown, and first. */
    void write(List<RunSummary> runs) {
        if (runs.isEmpty()) {
            return;
        }
        Html html = sheet.html();
        html.begin("details").with("summary", "These runs as a table");
        HtmlTable table = HtmlTable.begin(
                sheet, "cards", "Runs, the newest first", "Begin", "Job", "Outcome", "Took", "New data", "Why", "Run");
        IntStream.range(0, Math.min(MOST, runs.size()))
                .mapToObj(i -> runs.get(runs.size() - 1 - i))
                .forEach(run -> row(table, run));
        table.end();
        sheet.more(runs.size() - MOST);
        html.end();
    }

    private void row(HtmlTable table, RunSummary run) {
        table.row().time(run.begin(), sheet.times().moment(run.begin()));
        table.cell().text(CalendarStrip.kind(run));
        table.cell().marked(StatusIcon.of(run.state()));
        run.took().ifPresentOrElse(took -> table.number().figure(took.toSeconds(), Durations.exact(took)), table::none);
        run.newBytes().ifPresentOrElse(bytes -> table.number().figure(bytes, ByteCount.words(bytes)), table::none);
        run.code().ifPresentOrElse(code -> table.cell().name(code), table::none);
        table.cell().name(run.id());
        table.endRow();
    }
}
