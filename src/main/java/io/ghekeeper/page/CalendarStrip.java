package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last 30 days: a cell a day, a sign a run, or one for all that are alike where a day has many. Behind the signs stands, for who hears the page, what they say. */
final class CalendarStrip {
    private static final int MOST_A_DAY = 6;

    /** The worst first. */
    private static final List<String> TONES = List.of("bad", "warn", "run", "ok", "muted");

    private final PageWriter sheet;
    private final Html html;

    CalendarStrip(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        Days days = Days.of(seen.runs(), sheet.times());
        sheet.section("days", "The last " + Days.COUNT + " days");
        html.with("p", summary(days.runs()), "class", "lead");
        html.begin("ol", "class", "days");
        days.byDay().forEach((day, runs) -> day(day, runs, day.equals(first(days))));
        html.end();
        legend(days.runs());
        new RunTable(sheet).write(days.runs());
        html.end();
    }

    private static LocalDate first(Days days) {
        return days.byDay().keySet().iterator().next();
    }

    private static String summary(List<RunSummary> runs) {
        return runs.isEmpty()
                ? "No run yet. Each day will have a sign for each of its runs here."
                : Counts.of(runs.size(), "run") + ": " + counted(runs);
    }

    /** As {@code 3 backups succeeded, 1 drill failed}. */
    private static String counted(List<RunSummary> runs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        runs.forEach(
                run -> counts.merge(kind(run) + "/" + StatusIcon.of(run.state()).word(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> {
                    String[] words = entry.getKey().split("/", 2);
                    return Counts.of(entry.getValue(), words[0]) + " " + words[1];
                })
                .collect(Collectors.joining(", "));
    }

    private void day(LocalDate day, List<RunSummary> runs, boolean first) {
        String classes = "day dow" + day.getDayOfWeek().getValue()
                + (first ? " first" : "")
                + (day.equals(sheet.times().today()) ? " today" : "");
        html.begin("li", "class", classes).begin("time", "datetime", day.toString());
        html.with("span", day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH) + " ", "class", "weekday");
        html.with("span", Integer.toString(day.getDayOfMonth()), "class", "date");
        html.with(
                "span",
                " " + day.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                "class",
                first || day.getDayOfMonth() == 1 ? "month" : "unseen");
        html.end().with("span", ": " + (runs.isEmpty() ? "no run" : counted(runs)), "class", "unseen");
        html.begin("span", "class", "signs", "aria-hidden", "true");
        if (runs.size() <= MOST_A_DAY) {
            runs.forEach(run -> sign(run, title(run), 1));
        } else {
            alike(runs).forEach(some -> sign(some.get(0), counted(some), some.size()));
        }
        html.end().end();
    }

    /** One sign for all that are alike, what went wrong first: of many runs, a failure is not to be what is left out. */
    private static Stream<List<RunSummary>> alike(List<RunSummary> runs) {
        return runs.stream().collect(Collectors.groupingBy(run -> kind(run) + run.state())).values().stream()
                .sorted(Comparator.<List<RunSummary>, Integer>comparing(some ->
                                TONES.indexOf(StatusIcon.of(some.get(0).state()).tone()))
                        .thenComparing(some -> some.get(0).begin()));
    }

    private void sign(RunSummary run, String title, int count) {
        StatusIcon mark = StatusIcon.of(run.state());
        html.begin("span", "class", "sign").begin("svg", "class", "mark " + mark.tone(), "viewBox", IconSprite.BOX);
        html.with("title", title)
                .empty("use", "href", IconSprite.reference(mark))
                .end();
        if (run.kind().restoresSnapshot()) {
            html.with("b", run.kind().isDrill() ? "D" : "R");
        }
        if (count > 1) {
            html.with("span", Integer.toString(count), "class", "count");
        }
        html.end();
    }

    private String title(RunSummary run) {
        return sheet.times().clock(run.begin()) + " " + kind(run) + " "
                + StatusIcon.of(run.state()).word()
                + run.took().map(took -> ", " + Durations.exact(took)).orElse("")
                + run.code().map(code -> ": " + PageWriter.shortened(code)).orElse("");
    }

    /** Of all that are seen; of the four usual ones in any case. */
    private void legend(List<RunSummary> runs) {
        Set<RunSummary.RunState> states = EnumSet.of(
                RunSummary.RunState.SUCCEEDED,
                RunSummary.RunState.SUSPECT,
                RunSummary.RunState.FAILED,
                RunSummary.RunState.INTERRUPTED);
        runs.forEach(run -> states.add(run.state()));
        html.begin("ul", "class", "legend", "aria-label", "What the signs mean");
        for (RunSummary.RunState state : states) {
            html.begin("li");
            sheet.mark(StatusIcon.of(state)).text(" " + StatusIcon.of(state).word());
            html.end();
        }
        html.begin("li").with("b", "D").text(" drill").end();
        html.begin("li").with("b", "R").text(" restore").end().end();
    }

    static String kind(RunSummary run) {
        return run.kind().name().toLowerCase(Locale.ROOT);
    }
}
