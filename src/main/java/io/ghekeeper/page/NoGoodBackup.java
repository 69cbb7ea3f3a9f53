package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.Words;

/** What is said where there is no good backup: a new installation is not to alarm, and a loss is not to look like one. */
final class NoGoodBackup {
    private final PageWriter sheet;
    private final Html html;
    private final Observation seen;
    private final StatusReport report;

    NoGoodBackup(PageWriter sheet, Observation seen) {
        this.sheet = sheet;
        this.html = sheet.html();
        this.seen = seen;
        this.report = seen.status();
    }

    /** Whether there is nothing to say of anything that ever ran here. */
    boolean isNew() {
        return seen.runs().isEmpty() && isUnharmed();
    }

    /** Whether nothing has ended yet that could have left a good backup. */
    boolean isBeginning() {
        return report.lastGood().isEmpty()
                && isUnharmed()
                && seen.runs().stream().allMatch(NoGoodBackup::isToCome);
    }

    /** Runs that cannot be read may have been good. */
    private boolean isUnharmed() {
        return report.missing().isEmpty() && report.unreadable().isEmpty();
    }

    private static boolean isToCome(RunSummary run) {
        return run.state() == RunSummary.RunState.RUNNING || run.state() == RunSummary.RunState.SKIPPED;
    }

    String heading() {
        return PageWriter.capital(Words.withoutGood(report));
    }

    void write() {
        html.with("p", lead(), "class", "lead").begin("p");
        sheet.text(report.next()
                .map(tick -> (isNew() ? "The first backup begins " : "The next backup begins ")
                        + sheet.times().until(tick.at()) + ".")
                .orElse("No backup is scheduled here."));
        if (report.running().isEmpty()) { // during a run, a second one would be refused
            sheet.text(" To begin one now: ").command("ghe-keeper backup").text(".");
        }
        sheet.text(" To see whether all is ready for it: ").command("ghe-keeper doctor");
        html.text(".").end().begin("p", "class", "muted");
        sheet.text("A good backup may be at most ").about("/maxAgeSeconds", report.maxAge());
        html.text(" old; with the first one, this page says OK.").end();
    }

    private String lead() {
        if (isNew()) {
            return "Nothing has run on this volume yet. In a new installation that is normal; in any other, check"
                    + " whether this is the right volume.";
        }
        if (isBeginning()) {
            return "The first runs have begun, and none has ended that could be good.";
        }
        if (report.missing().isPresent()) {
            return "There was one, and its snapshot is not whole on the volume. Which it was is said below.";
        }
        return seen.runs().isEmpty()
                ? "Runs were recorded, and their records cannot be read. What is wrong with them is said below."
                : "Runs have begun, and none has left a snapshot to rely on. What it was is said below.";
    }
}
