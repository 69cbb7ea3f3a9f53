package io.ghekeeper.page;

import io.ghekeeper.history.Progress;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.util.Locale;

/** The running run, where there is one: its step, how far it is, and how long it will take. */
final class RunningRun {
    private static final double THOUSAND = 1000;
    private static final int PERCENT = 100;

    private final PageWriter sheet;
    private final Html html;

    RunningRun(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        report.running().ifPresent(this::running);
    }

    private void running(StatusReport.Running run) {
        html.begin("section", "id", "running", "class", "card run-card", "aria-labelledby", "running-title");
        html.begin("h2", "id", "running-title");
        sheet.mark(StatusIcon.RUNNING)
                .text("Running now: ")
                .figure("/running/kind", small(run.kind()), small(run.kind()));
        run.target().ifPresent(target -> sheet.text(" onto ").name("/running/target", target));
        html.end();
        if (run.progress().isPresent()) {
            progress(run.progress().get());
        } else {
            html.with("p", "Getting ready: no step has begun.", "class", "step");
        }
        html.begin("p", "class", "muted");
        sheet.name("/running/run", run.run()).text(", begun ");
        sheet.time("/running/begin", run.begin(), sheet.times().moment(run.begin()))
                .text(" (");
        sheet.about("/running/elapsedSeconds", run.elapsed()).text(" ago) by ");
        sheet.figure("/running/trigger", small(run.trigger()), trigger(run));
        sheet.text(", attempt ").figure("/running/attempt", run.attempt(), Integer.toString(run.attempt()));
        sheet.text(run.cancelRequested() ? "; " : ".");
        if (run.cancelRequested()) {
            sheet.figure("/running/cancelRequested", true, "its end was asked for")
                    .text(".");
        }
        sheet.text(" To follow it: ").command("ghe-keeper logs running -f");
        html.end().end();
    }

    private void progress(Progress progress) {
        double share = Math.round(progress.share() * THOUSAND) / THOUSAND;
        html.begin("p", "class", "step", "id", "step").text("Step ");
        sheet.figure("/running/progress/step", progress.number(), Integer.toString(progress.number()))
                .text(" of ");
        sheet.figure("/running/progress/steps", progress.total(), Integer.toString(progress.total()))
                .text(": ");
        sheet.said("/running/progress/title", progress.title());
        html.end();
        html.with(
                "progress",
                Math.round(progress.share() * PERCENT) + " %",
                "max",
                "1",
                "value",
                Double.toString(share),
                "aria-labelledby",
                "step");
        html.begin("p", "class", "far");
        sheet.figure("/running/progress/share", share, Math.round(progress.share() * PERCENT) + " % done");
        progress.left()
                .ifPresent(left -> sheet.text(", about ")
                        .figure("/running/progress/leftSeconds", left.toSeconds(), Durations.about(left))
                        .text(" left"));
        html.end();
    }

    private static String trigger(StatusReport.Running run) {
        return switch (run.trigger()) {
            case SCHEDULE -> "the schedule";
            case HAND -> "hand";
            case CATCH_UP -> "the start of the supervisor, after a tick that was missed";
        };
    }

    private static String small(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
