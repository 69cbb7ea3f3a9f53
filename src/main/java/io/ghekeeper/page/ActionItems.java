package io.ghekeeper.page;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.release.Advice;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a person should look at, in a line each, with the way to where it is said in full. */
final class ActionItems {
    /** Sooner than that, room should be made. */
    static final int FEW_DAYS = 14;

    private final PageWriter sheet;
    private final List<ActionItem> lines = new ArrayList<>();

    /** What is to be looked at, and in which part of the page it stands. */
    private record ActionItem(StatusIcon mark, String words, String part) {}

    ActionItems(PageWriter sheet) {
        this.sheet = sheet;
    }

    void write(Observation seen) {
        StatusReport report = seen.status();
        since(report.since());
        report.missing()
                .ifPresent(id -> line(StatusIcon.FAILED, "A good snapshot is gone from the volume", "warnings"));
        int failed = report.snapshots().failed().size();
        if (failed > 0) {
            line(StatusIcon.FAILED, Counts.of(failed, "snapshot") + " failed a restore or drill", "snapshots");
        }
        int damaged = report.evidence().damaged().size();
        if (damaged > 0) {
            line(StatusIcon.FAILED, Counts.of(damaged, "damaged snapshot"), "snapshots");
        }
        report.evidence()
                .neededRebuild()
                .ifPresent(advice -> line(
                        StatusIcon.FAILED,
                        "The data directory is " + advice.state() + ", and the archive has what it lacks",
                        "snapshots"));
        markers(report);
        report.volume().map(VolumeSection::first).ifPresent(this::volume);
        report.lastRestore().ifPresent(restore -> rehearsal("restore", restore));
        report.lastDrill().ifPresent(drill -> rehearsal("drill", drill));
        releases(report.releases().advice());
        int warnings = Warnings.count(seen) - (report.missing().isPresent() ? 1 : 0);
        if (warnings > 0) {
            line(StatusIcon.ATTENTION, Counts.of(warnings, "warning"), "warnings");
        }
        html(report);
    }

    private void html(StatusReport report) {
        Html html = sheet.html();
        if (lines.isEmpty()) {
            if (report.state() == StatusReport.StatusState.OK) {
                html.with("p", "Nothing needs attention.", "class", "calm");
            }
            return;
        }
        html.begin("ul", "class", "attention", "aria-label", "What needs attention");
        for (ActionItem line : lines) {
            html.begin("li");
            sheet.mark(line.mark());
            html.text(" ").with("a", line.words(), "href", "#" + line.part()).end();
        }
        html.end();
    }

    private void since(StatusReport.Since since) {
        List<String> counts = new ArrayList<>();
        count(counts, since.failed(), "failed");
        count(counts, since.interrupted(), "interrupted");
        if (!counts.isEmpty()) {
            line(StatusIcon.FAILED, String.join(", ", counts) + " since then", "troubles");
        }
        if (!since.suspects().isEmpty()) {
            line(
                    StatusIcon.SUSPECT,
                    Counts.of(since.suspects().size(), "suspect snapshot") + ": less in it than there should be",
                    "troubles");
        }
    }

    private static void count(List<String> counts, int count, String what) {
        if (count > 0) {
            counts.add(count + " " + what);
        }
    }

    /** During a run, its own markers are there and are no fault. */
    private void markers(StatusReport report) {
        long stale = report.markers().stream()
                .filter(StatusInputs.MarkerState::stale)
                .count();
        if (stale > 0) {
            line(StatusIcon.ATTENTION, Counts.of(stale, "stale marker") + " in the way", "markers");
        } else if (report.running().isEmpty() && !report.markers().isEmpty()) {
            line(StatusIcon.ATTENTION, "A process holds a marker, and no run is running", "markers");
        }
    }

    private void volume(UsageTrend first) {
        if (first.trend() == UsageTrend.Trend.SHRINKING && first.daysLeft() < FEW_DAYS) {
            line(StatusIcon.ATTENTION, "The volume has room for " + VolumeSection.days(first.daysLeft()), "volume");
        }
    }

    private void rehearsal(String what, StatusReport.LastRestore last) {
        if (last.outcome() == Run.Outcome.FAILED || last.outcome() == Run.Outcome.INTERRUPTED) {
            line(StatusIcon.FAILED, "The last " + what + " was no success", "rehearsals");
        }
    }

    private void releases(List<Advice> advice) {
        advice.stream()
                .min(Comparator.comparing(Advice::level))
                .ifPresent(worst -> line(Releases.mark(worst), PageWriter.capital(worst.sentence()), "releases"));
    }

    private void line(StatusIcon mark, String words, String part) {
        lines.add(new ActionItem(mark, words, part));
    }
}
