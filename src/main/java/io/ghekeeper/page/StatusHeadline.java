package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusHint;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import java.util.Locale;

/** The first thing that is read, and mostly the last: whether there is a good backup, and when the next one comes. */
final class StatusHeadline {
    private final PageWriter sheet;
    private final Html html;

    StatusHeadline(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        StatusReport report = seen.status();
        StatusIcon mark = StatusIcon.of(report.state());
        NoGoodBackup without = new NoGoodBackup(sheet, seen);
        String tone = without.isBeginning() ? StatusIcon.ATTENTION.tone() : mark.tone();
        html.begin("section", "id", "answer-part", "class", "answer " + tone, "aria-labelledby", "answer");
        html.begin("p", "class", "state");
        sheet.mark(mark).figure("/state", report.state().name().toLowerCase(Locale.ROOT), mark.word());
        html.end().begin("h1", "id", "answer");
        heading(report, without);
        html.end();
        if (report.lastGood().isPresent()) {
            good(report, report.lastGood().get());
        } else {
            without.write();
        }
        StatusHint.of(report).ifPresent(hint -> sheet.hint("/hint", hint));
        new FailuresSince(sheet).write(report.since());
        new ActionItems(sheet).write(seen);
        html.end();
    }

    private void heading(StatusReport report, NoGoodBackup without) {
        if (report.lastGood().isEmpty()) {
            sheet.text(without.heading());
            report.next().ifPresent(tick -> next(without.isNew() ? "; the first one comes " : "; next ", tick));
            return;
        }
        because(report);
        sheet.text(report.state() == StatusReport.StatusState.OK ? "Last good backup " : "last good backup ")
                .about("/lastGood/ageSeconds", report.lastGood().get().age())
                .text(" ago");
        report.next().ifPresent(tick -> next("; next ", tick));
    }

    /** Why the state is not OK, before the last good backup is named. */
    private void because(StatusReport report) {
        switch (report.state()) {
            case LATE ->
                sheet.text("Late by ")
                        .about("/lateBySeconds", report.lateBy().orElseThrow())
                        .text(": ");
            case MISSING -> sheet.text("The snapshot of the newest good backup is gone; ");
            case SUSPECT -> sheet.text("A newer snapshot is suspect; ");
            case STOPPED -> sheet.text("Nothing is going to run; ");
            case FAILED -> sheet.text("The last backup failed; ");
            case OK, NONE -> {}
        }
    }

    private void next(String words, StatusInputs.NextTick tick) {
        sheet.text(words).time("/next/at", tick.at(), sheet.times().upcoming(tick.at()));
    }

    private void good(StatusReport report, StatusReport.Good good) {
        if (report.state() == StatusReport.StatusState.LATE) {
            html.begin("p", "class", "lead");
            wanted(report);
            sheet.text(" What was pushed since ")
                    .time(good.begin(), sheet.times().moment(good.begin()));
            sheet.text(" is in no good snapshot.");
            html.end();
        }
        html.begin("p").text("Snapshot ");
        sheet.name("/lastGood/snapshot", good.snapshot()).text(", begun ");
        sheet.time("/lastGood/begin", good.begin(), sheet.times().moment(good.begin()))
                .text(", by run ");
        sheet.name("/lastGood/run", good.run());
        sheet.text(good.accepted() ? "; it was suspect, and a person " : "");
        if (good.accepted()) {
            sheet.figure("/lastGood/accepted", true, "accepted").text(" it");
        }
        sheet.text(".");
        if (report.state() != StatusReport.StatusState.LATE) {
            sheet.text(" ");
            wanted(report);
        }
        html.end();
    }

    private void wanted(StatusReport report) {
        sheet.text("It may be at most ")
                .about("/maxAgeSeconds", report.maxAge())
                .text(" old.");
    }
}
