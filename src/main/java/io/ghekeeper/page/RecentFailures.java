package io.ghekeeper.page;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Counts;
import java.util.List;

/** The last runs that went wrong: what happened, to what, and what to do next. */
final class RecentFailures {
    private static final int MOST_LOSSES = 5;

    private final PageWriter sheet;
    private final Html html;

    RecentFailures(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        sheet.section("troubles", "Last failures");
        since(seen.status().since());
        if (seen.troubles().isEmpty()) {
            html.with("p", "None: no run has failed, was interrupted, or left a suspect snapshot.", "class", "calm");
        }
        List<RunDetails> shown = seen.troubles()
                .subList(0, Math.min(Observation.MOST_TROUBLES, seen.troubles().size()));
        shown.forEach(this::trouble);
        if (!shown.isEmpty()) {
            html.begin("p", "class", "muted").text("What each code means is in ");
            html.with("code", "docs/operations.md").text("; what a run printed: ");
            sheet.command("ghe-keeper logs RUN");
            html.end();
        }
        html.end();
    }

    private void since(StatusReport.Since since) {
        html.begin("p", "class", "lead").text("Since the last good backup: ");
        count("/since/runs", since.runs(), Counts.of(since.runs(), "backup")).text(" begun");
        if (since.runs() > since.examined()) {
            count(" (", "/since/examined", since.examined(), " looked at)");
        }
        count(", ", "/since/failed", since.failed(), " failed");
        count(", ", "/since/interrupted", since.interrupted(), " interrupted");
        count(", ", "/since/skipped", since.skipped(), " skipped");
        html.text(".").end();
    }

    private void count(String before, String field, int count, String behind) {
        sheet.text(before);
        count(field, count, Integer.toString(count)).text(behind);
    }

    private PageWriter count(String field, int count, String words) {
        return sheet.figure(field, count, words);
    }

    private void trouble(RunDetails run) {
        StatusIcon mark = mark(run);
        html.begin("article", "class", "trouble " + mark.tone()).begin("h3");
        sheet.mark(mark).text(PageWriter.capital(run.summary().kind().word()) + " " + mark.word());
        run.reason().ifPresent(reason -> sheet.text(": ").name(reason.code()));
        html.end().begin("p", "class", "muted");
        sheet.ago(run.summary().end().orElse(run.summary().begin()))
                .text("; run ")
                .name(run.id());
        sheet.text(run.summary().attempts() > 1 ? ", in " + run.summary().attempts() + " attempts" : "");
        html.end();
        run.reason().ifPresent(this::reason);
        if (!run.losses().isEmpty()) {
            losses(run);
        }
        html.end();
    }

    private void reason(Run.Reason reason) {
        html.begin("p");
        sheet.said(reason.message());
        html.end();
        sheet.hint(reason.hint());
    }

    private void losses(RunDetails run) {
        html.begin("p").text("Its snapshot");
        run.snapshot().ifPresent(snapshot -> sheet.text(" ").name(snapshot));
        html.text(" lacks content:").end().begin("ul", "class", "losses");
        run.losses().stream().limit(MOST_LOSSES).forEach(loss -> html.with("li", loss, "class", "said"));
        html.end();
        sheet.more(run.losses().size() - MOST_LOSSES);
        html.begin("p", "class", "hint").with("b", "What to do: ").text("Look on the appliance for what is missing.");
        html.text(" If that is intended: ");
        sheet.command("ghe-keeper snapshots accept " + run.snapshot().orElse("SNAPSHOT"));
        html.end();
    }

    private static StatusIcon mark(RunDetails run) {
        return switch (run.state()) {
            case ACCEPTED -> StatusIcon.ACCEPTED;
            case SUSPECT -> StatusIcon.SUSPECT;
            case INTERRUPTED -> StatusIcon.INTERRUPTED;
            case CUT_OFF -> StatusIcon.CUT_OFF;
            case SUCCEEDED, FAILED, SKIPPED, RUNNING -> StatusIcon.FAILED;
        };
    }
}
