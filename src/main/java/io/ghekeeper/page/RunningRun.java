package io.ghekeeper.page;

import io.ghekeeper.history.Progress;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.util.Locale;

/** The running runs, where there are any: the step, how far it is, and how long it will take. */
final class RunningRun {
    private static final double THOUSAND = 1000;
    private static final int PERCENT = 100;

    private final PageWriter sheet;
    private final Html html;
    private String field = "";

    RunningRun(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        report.running().ifPresent(run -> running(run, "/running", "running"));
        report.runningInKeepLane().ifPresent(run -> running(run, "/runningInKeepLane", "running-keep"));
    }

    private void running(StatusReport.Running run, String pointer, String name) {
        field = pointer;
        html.begin("section", "id", name, "class", "card run-card", "aria-labelledby", name + "-title");
        html.begin("h2", "id", name + "-title");
        sheet.mark(StatusIcon.RUNNING)
                .text("Running now: ")
                .figure(field + "/kind", small(run.kind()), small(run.kind()));
        run.target().ifPresent(target -> sheet.text(" onto ").name(field + "/target", target));
        html.end();
        if (run.progress().isPresent()) {
            progress(run.progress().get(), name + "-step");
        } else {
            html.with("p", without(run), "class", "step");
        }
        html.begin("p", "class", "muted");
        sheet.name(field + "/run", run.run()).text(", begun ");
        sheet.time(field + "/begin", run.begin(), sheet.times().moment(run.begin()))
                .text(" (");
        sheet.about(field + "/elapsedSeconds", run.elapsed()).text(" ago) by ");
        sheet.figure(field + "/trigger", small(run.trigger()), trigger(run));
        sheet.text(", attempt ").figure(field + "/attempt", run.attempt(), Integer.toString(run.attempt()));
        sheet.text(run.cancelRequested() ? "; " : ".");
        if (run.cancelRequested()) {
            sheet.figure(field + "/cancelRequested", true, "its end was asked for")
                    .text(".");
        }
        sheet.text(" To follow it: ").command("ghe-keeper logs " + (name.equals("running") ? name : run.run()) + " -f");
        html.end().end();
    }

    private void progress(Progress progress, String step) {
        double share = Math.round(progress.share() * THOUSAND) / THOUSAND;
        html.begin("p", "class", "step", "id", step).text("Step ");
        sheet.figure(field + "/progress/step", progress.number(), Integer.toString(progress.number()))
                .text(" of ");
        sheet.figure(field + "/progress/steps", progress.total(), Integer.toString(progress.total()))
                .text(": ");
        sheet.said(field + "/progress/title", progress.title());
        html.end();
        html.with(
                "progress",
                Math.round(progress.share() * PERCENT) + " %",
                "max",
                "1",
                "value",
                Double.toString(share),
                "aria-labelledby",
                step);
        html.begin("p", "class", "far");
        sheet.figure(field + "/progress/share", share, Math.round(progress.share() * PERCENT) + " % done");
        progress.left()
                .ifPresent(left -> sheet.text(", about ")
                        .figure(field + "/progress/leftSeconds", left.toSeconds(), Durations.about(left))
                        .text(" left"));
        html.end();
    }

    private static String without(StatusReport.Running run) {
        return switch (run.kind()) {
            case BACKUP, RESTORE, DRILL -> "Getting ready: no step has begun.";
            case SEAL -> "It reads a snapshot, and writes down what that contains.";
            case VERIFY -> "It reads a snapshot, and compares it with its seal.";
            case ARCHIVE -> "It sends to the store what that lacks of a snapshot.";
            case ARCHIVE_VERIFY -> "It looks whether the store still has what archived snapshots need.";
            case READ_BACK -> "It reads every file of an archived snapshot out of the store.";
            case FETCH -> "It fetches archived snapshots out of the store into the data directory.";
            case ATTACH -> "It reads what the store holds, so that archive runs send what is new only.";
            case COPY -> "It copies archived snapshots into another store.";
            case COMPACT -> "It packs again what is alive in packs of the store that are mostly dead.";
            case REBUILD -> "It fills the data directory with snapshots out of the store.";
            case NATIVE -> "It asks EBS for a snapshot of the volume.";
            case RETENTION -> "It deletes the snapshots that the policy does not keep.";
        };
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
