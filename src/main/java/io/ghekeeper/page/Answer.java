package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.Surroundings;
import java.util.Locale;

/** The first thing that is read, and mostly the last: whether there is a good backup, and when the next one comes. */
final class Answer {
    private final Sheet sheet;
    private final Html html;

    Answer(Sheet sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        StatusReport report = seen.status();
        Mark mark = Mark.of(report.state());
        String tone = seen.runs().isEmpty() ? Mark.ATTENTION.tone() : mark.tone();
        html.begin("section", "id", "answer-part", "class", "answer " + tone, "aria-labelledby", "answer");
        html.begin("p", "class", "state");
        sheet.mark(mark).figure("/state", mark.name().toLowerCase(Locale.ROOT), mark.word());
        html.end().begin("h1", "id", "answer");
        heading(report, seen.runs().isEmpty());
        html.end();
        if (report.lastGood().isPresent()) {
            good(report, report.lastGood().get());
        } else {
            begin(report, seen.runs().isEmpty());
        }
        new SinceThen(sheet).write(report.since());
        new Attention(sheet).write(seen);
        html.end();
    }

    private void heading(StatusReport report, boolean isNew) {
        if (report.lastGood().isEmpty()) {
            sheet.text("There is no good backup yet");
            report.next().ifPresent(tick -> next(isNew ? "; the first one comes " : "; next ", tick));
            return;
        }
        sheet.text("Last good backup ")
                .about("/lastGood/ageSeconds", report.lastGood().get().age())
                .text(" ago");
        report.next().ifPresent(tick -> next("; next ", tick));
    }

    private void next(String words, Surroundings.Tick tick) {
        sheet.text(words).time("/next/at", tick.at(), sheet.times().upcoming(tick.at()));
    }

    private void good(StatusReport report, StatusReport.Good good) {
        if (report.state() == StatusReport.State.LATE) {
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
        if (report.state() == StatusReport.State.OK) {
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

    private void begin(StatusReport report, boolean isNew) {
        html.begin("p", "class", "lead");
        if (isNew) {
            sheet.text(
                    "Nothing has run on this volume yet. In a new installation that is as it should be; in any other, look"
                            + " whether this is the right volume.");
        } else {
            sheet.text("Runs have begun, and none has left a snapshot to rely on. What it was is said below.");
        }
        html.end().begin("p");
        if (report.next().isPresent()) {
            sheet.text(isNew ? "The first backup begins " : "The next backup begins ")
                    .text(sheet.times().until(report.next().get().at()));
            sheet.text(". To begin one now: ").command("ghe-keeper backup");
        } else {
            sheet.text("No backup is scheduled here. To begin one now: ").command("ghe-keeper backup");
        }
        sheet.text(". To see whether all is ready for it: ").command("ghe-keeper doctor");
        html.text(".").end().begin("p", "class", "muted");
        sheet.text("A good backup may be at most ").about("/maxAgeSeconds", report.maxAge());
        html.text(" old; with the first one, this page says OK.").end();
    }
}
