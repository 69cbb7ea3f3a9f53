package io.ghekeeper.page;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.util.Locale;
import java.util.Optional;

/** The last restore and the last drill: a backup is worth what was restored from it. */
final class RestoreHistory {
    private final PageWriter sheet;
    private final Html html;

    RestoreHistory(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        StatusReport report = seen.status();
        sheet.section("rehearsals", "Last restore and drill");
        html.begin("dl");
        entry("Restore", "/lastRestore", report.lastRestore(), "None is recorded.");
        hint(seen, Run.Kind.RESTORE);
        html.end();
        entry("Drill", "/lastDrill", report.lastDrill(), "None yet: that a restore works here is not proven.");
        hint(seen, Run.Kind.DRILL);
        report.skippedDrill().ifPresent(this::skipped);
        html.end().end().end();
    }

    /** It is newer than the last one. */
    private void skipped(StatusReport.Trouble drill) {
        html.begin("p");
        sheet.mark(StatusIcon.SKIPPED).text(" ");
        sheet.figure("/skippedDrill/outcome", "skipped", "skipped").text(" ");
        sheet.time("/skippedDrill/end", drill.end(), sheet.times().moment(drill.end()))
                .text(": ");
        sheet.name("/skippedDrill/code", drill.code()).text(": ").said("/skippedDrill/message", drill.message());
        sheet.text("; run ").name("/skippedDrill/run", drill.run());
        html.end();
        sheet.hint("/skippedDrill/hint", drill.hint());
    }

    private void entry(String title, String field, Optional<StatusReport.LastRestore> last, String none) {
        html.with("dt", title).begin("dd");
        if (last.isEmpty()) {
            html.with("p", none);
        } else {
            html.begin("p");
            outcome(field, last.get());
            html.end();
            reason(field, last.get());
        }
    }

    /** The state's document has none. */
    private void hint(Observation seen, Run.Kind kind) {
        Optional.ofNullable(seen.latest().get(kind))
                .flatMap(RunDetails::reason)
                .map(Run.Reason::hint)
                .ifPresent(sheet::hint);
    }

    private void outcome(String field, StatusReport.LastRestore last) {
        StatusIcon mark = mark(last);
        sheet.mark(mark).text(" ");
        String outcome = last.outcome().name().toLowerCase(Locale.ROOT);
        sheet.figure(field + "/outcome", outcome, outcome);
        if (last.proven()) {
            sheet.text(" and ").figure(field + "/proven", true, "proven");
        } else if (last.outcome() == Run.Outcome.SUCCEEDED) {
            sheet.text(", but not proven");
        }
        sheet.text(", ");
        sheet.figure(field + "/ageSeconds", last.age().toSeconds(), Durations.about(last.age()));
        sheet.text(" ago (")
                .time(field + "/end", last.end(), sheet.times().moment(last.end()))
                .text(")");
        last.snapshot().ifPresent(snapshot -> sheet.text(": snapshot ").name(field + "/snapshot", snapshot));
        last.target().ifPresent(target -> sheet.text(" onto ").name(field + "/target", target));
        sheet.text(", in ").figure(field + "/tookSeconds", last.took().toSeconds(), Durations.exact(last.took()));
        sheet.text("; run ").name(field + "/run", last.run());
        if (!last.checks().words().isEmpty()) {
            sheet.text("; " + last.checks().words());
        }
    }

    private void reason(String field, StatusReport.LastRestore last) {
        if (last.code().isPresent() || last.message().isPresent()) {
            html.begin("p");
            last.code().ifPresent(code -> sheet.name(field + "/code", code).text(": "));
            last.message().ifPresent(message -> sheet.said(field + "/message", message));
            html.end();
        }
    }

    private static StatusIcon mark(StatusReport.LastRestore last) {
        return switch (last.outcome()) {
            case SUCCEEDED -> last.proven() ? StatusIcon.PROVEN : StatusIcon.COMPLETE;
            default -> StatusIcon.valueOf(last.outcome().name());
        };
    }
}
