package io.ghekeeper.page;

import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.text.Durations;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the supervisor does by itself, and when it comes next. */
final class ScheduleTable {
    private static final int MOST_LINES = 12;

    private final PageWriter sheet;
    private final Html html;

    ScheduleTable(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        sheet.section("schedule", "Schedule");
        if (seen.schedule().isEmpty()) {
            html.with("p", "Nothing is scheduled here: no supervisor runs, or its schedule is empty.");
        } else {
            HtmlTable table = HtmlTable.begin(sheet, "small", "What comes by itself", "Job", "Cron lines", "Next");
            seen.schedule().forEach(job -> row(table, job, seen.status()));
            table.end();
        }
        int place = 0;
        for (WaitingTick tick : seen.status().waiting()) {
            waiting("/waiting/" + place++, tick);
        }
        supervisor(seen.status().supervisor());
        html.begin("p", "class", "muted").text("Time zone ");
        zone(seen);
        seen.status()
                .next()
                .filter(tick -> !tick.jitter().isZero())
                .ifPresent(tick -> sheet.text(". Each backup begins up to ")
                        .figure("/next/jitterSeconds", tick.jitter().toSeconds(), Durations.about(tick.jitter()))
                        .text(" later, by chance"));
        html.text(".").end().end();
    }

    private void waiting(String field, WaitingTick tick) {
        html.begin("p").text("Waiting: the ");
        sheet.figure(field + "/kind", tick.kind().word(), tick.kind().word()).text(" of ");
        sheet.time(field + "/tick", tick.tick(), sheet.times().moment(tick.tick()))
                .text(", since ");
        sheet.time(field + "/since", tick.since(), sheet.times().moment(tick.since()))
                .text(", for ");
        sheet.said(field + "/obstacle", tick.obstacle());
        tick.until()
                .ifPresent(until -> sheet.text("; it gives way to the tick of ")
                        .time(field + "/until", until, sheet.times().moment(until)));
        html.text(".").end();
    }

    private void supervisor(SupervisorReport supervisor) {
        html.begin("p").text("Supervisor: ");
        sheet.figure(
                "/supervisor/state", supervisor.state().name().toLowerCase(Locale.ROOT), words(supervisor.state()));
        supervisor.holder().ifPresent(holder -> sheet.text(", ").name("/supervisor/holder", holder));
        supervisor
                .since()
                .ifPresent(since -> sheet.text(", since ")
                        .time("/supervisor/since", since, sheet.times().moment(since)));
        html.text(".").end();
    }

    private static String words(SupervisorReport.SupervisorState state) {
        return switch (state) {
            case ALIVE -> "alive";
            case STALLED -> "its loop stands still, so nothing is going to run";
            case ENDING -> "ending: it waits for a restore, and begins nothing more";
            case NONE -> "none is alive, so nothing is going to run";
            case UNKNOWN -> "unknown";
            case EXTERNAL -> "none, as configured: something else begins backups";
        };
    }

    private void zone(Observation seen) {
        String id = seen.zone().getId();
        if (seen.status().next().filter(tick -> tick.zone().getId().equals(id)).isPresent()) {
            sheet.name("/next/timeZone", id);
        } else {
            sheet.name(id);
        }
    }

    private void row(HtmlTable table, Observation.Scheduled job, StatusReport report) {
        table.row().text(words(job.job()));
        table.cell();
        if (job.lines().isEmpty()) {
            sheet.text("never");
        }
        job.lines().stream()
                .limit(MOST_LINES)
                .forEach(line -> html.with("code", PageWriter.shortened(line), "class", "line"));
        sheet.more(job.lines().size() - MOST_LINES);
        table.cell();
        next(job, report).ifPresentOrElse(this::next, () -> sheet.text("-"));
        table.endRow();
    }

    /** That of the backup is the state's own. */
    private static Optional<Instant> next(Observation.Scheduled job, StatusReport report) {
        if (!report.supervisor().mayFire()) {
            return Optional.empty();
        }
        return job.job() == ProcessCounters.JobName.BACKUP
                ? report.next().map(StatusInputs.NextTick::at).or(job::next)
                : job.next();
    }

    private void next(Instant at) {
        sheet.time(at, sheet.times().moment(at));
        html.begin("span", "class", "under").text(sheet.times().until(at)).end();
    }

    private static String words(ProcessCounters.JobName job) {
        return switch (job) {
            case BACKUP -> "Backup";
            case MARKERS -> "Clearing of stale markers";
            case DRILL -> "Drill";
            case VERIFY -> "Verification";
            case ARCHIVE -> "Archive run";
            case ARCHIVE_VERIFY -> "Verification of the store";
            case NATIVE -> "Native snapshot";
        };
    }
}
