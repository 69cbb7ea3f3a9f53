package io.ghekeeper.page;

import io.ghekeeper.monitor.StatusReport;
import java.util.List;
import java.util.Locale;

/** What went wrong since the last good backup, and what to do about it: said at once, below the answer. */
final class FailuresSince {
    private static final int MOST_SUSPECTS = 3;
    private static final int MOST_LOSSES = 3;

    private final PageWriter sheet;
    private final Html html;

    FailuresSince(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport.Since since) {
        since.last().ifPresent(this::last);
        List<StatusReport.Doubt> suspects = since.suspects();
        for (int i = 0; i < Math.min(MOST_SUSPECTS, suspects.size()); i++) {
            suspect("/since/suspects/" + i, suspects.get(i));
        }
        sheet.more(suspects.size() - MOST_SUSPECTS);
    }

    private void last(StatusReport.Trouble last) {
        html.begin("div", "class", "since").begin("p").begin("b").text("The last backup that ");
        String outcome = last.outcome().name().toLowerCase(Locale.ROOT);
        sheet.figure("/since/last/outcome", outcome, outcome.equals("failed") ? "failed" : "was " + outcome);
        html.end().text(", ").begin("time", "datetime", last.end().toString(), "data-field", "/since/last/end");
        html.text(sheet.times().ago(last.end())).end().text(" (run ");
        sheet.name("/since/last/run", last.run())
                .text("): ")
                .name("/since/last/code", last.code())
                .text(": ");
        sheet.said("/since/last/message", last.message());
        html.end();
        if (!last.hint().isEmpty()) {
            sheet.hint("/since/last/hint", last.hint());
        }
        html.end();
    }

    private void suspect(String field, StatusReport.Doubt doubt) {
        html.begin("div", "class", "since").begin("p").begin("b").text("Suspect");
        html.end().text(": ");
        doubt.snapshot()
                .ifPresent(snapshot -> sheet.text("snapshot ")
                        .name(field + "/snapshot", snapshot)
                        .text(", "));
        sheet.text("run ").name(field + "/run", doubt.run());
        sheet.text(doubt.losses().isEmpty() ? ": what it lacks was not recorded." : " lacks:");
        html.end().begin("ul", "class", "losses");
        for (int i = 0; i < Math.min(MOST_LOSSES, doubt.losses().size()); i++) {
            html.begin("li");
            sheet.said(field + "/losses/" + i, doubt.losses().get(i));
            html.end();
        }
        html.end();
        sheet.more(doubt.losses().size() - MOST_LOSSES);
        html.end();
    }
}
