package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Counts;
import java.util.List;

/** Faults that are no run's failure: in records, in the clock, in names in the data directory. */
final class Warnings {
    private static final int MOST = 6;

    private final PageWriter sheet;
    private final Html html;

    Warnings(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    static int count(Observation seen) {
        StatusReport report = seen.status();
        return report.missing().map(id -> 1).orElse(0)
                + (seen.lease() == Observation.LeaseState.UNKNOWN ? 1 : 0)
                + report.cutOff().size()
                + (report.future().isEmpty() ? 0 : 1)
                + report.unreadable().size()
                + (report.snapshots().stray().isEmpty() ? 0 : 1)
                + (report.snapshots().pruningObstacles().isEmpty() ? 0 : 1);
    }

    void write(Observation seen) {
        StatusReport report = seen.status();
        sheet.section("warnings", "Warnings");
        if (count(seen) == 0) {
            html.with("p", "None.", "class", "calm").end();
            return;
        }
        html.begin("dl");
        report.missing().ifPresent(this::missing);
        if (seen.lease() == Observation.LeaseState.UNKNOWN) {
            html.with("dt", "Lease").with("dd", "It cannot be read, so whether a run is running is unknown.");
        }
        cutOff(report.cutOff());
        future(report.future());
        unreadable(report.unreadable());
        stray(report.snapshots().stray());
        pruning(report.snapshots().pruningObstacles());
        html.end().end();
    }

    private void missing(String id) {
        html.with("dt", "Missing").begin("dd").text("Snapshot ");
        sheet.name("/missingSnapshot", id).text(", the last that a run called good, is not whole on the volume.");
        html.end();
    }

    private void cutOff(List<String> runs) {
        if (!runs.isEmpty()) {
            html.with("dt", "Cut off").begin("dd");
            names("/cutOffRuns/", runs);
            html.text(runs.size() == 1 ? "Its process is gone" : "Their processes are gone");
            html.text(runs.size() == 1 ? "; the next run closes its record." : "; the next run closes their records.")
                    .end();
        }
    }

    private void future(List<String> runs) {
        if (!runs.isEmpty()) {
            html.with("dt", "Clock").begin("dd");
            html.text(Counts.of(runs.size(), "run") + (runs.size() == 1 ? " is" : " are"));
            html.text(" dated in the future and not counted: the clock was wrong, or is.");
            names("/futureRuns/", runs);
            html.end();
        }
    }

    private void unreadable(List<String> sentences) {
        if (!sentences.isEmpty()) {
            html.with("dt", "Unreadable").begin("dd").begin("ul", "class", "plain");
            for (int i = 0; i < Math.min(MOST, sentences.size()); i++) {
                html.begin("li");
                sheet.said("/unreadableRuns/" + i, sentences.get(i));
                html.end();
            }
            html.end();
            sheet.more(sentences.size() - MOST);
            html.end();
        }
    }

    private void stray(List<String> names) {
        if (!names.isEmpty()) {
            html.with("dt", "Stray").begin("dd");
            html.text("These begin with a digit and are no snapshots. The engine would count them when it prunes.");
            html.text(" Move them out of the data directory:");
            names("/snapshots/stray/", names);
            html.end();
        }
    }

    private void pruning(List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            html.with("dt", "Pruning").begin("dd");
            html.text("Old snapshots stay until this is put right:");
            names("/snapshots/pruningObstacles/", obstacles);
            html.end();
        }
    }

    private void names(String field, List<String> names) {
        html.begin("ul", "class", "plain");
        for (int i = 0; i < Math.min(MOST, names.size()); i++) {
            html.begin("li");
            sheet.name(field + i, names.get(i));
            html.end();
        }
        html.end();
        sheet.more(names.size() - MOST);
    }
}
