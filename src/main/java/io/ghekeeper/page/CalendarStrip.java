package io.ghekeeper.page;

import io.ghekeeper.journal.DurationWords;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunBrief;
import io.ghekeeper.monitor.Words;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The last 30 days: a cell a day, a sign a run. Behind the signs stands, for who hears the page, what they say. */
final class CalendarStrip {
    private static final int MOST_A_DAY = 6;

    private final Sheet sheet;
    private final Html html;

    CalendarStrip(Sheet sheet) {
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

    private static String summary(List<RunBrief> runs) {
        return runs.isEmpty()
                ? "No run yet. Each day will have a sign for each of its runs here."
                : Words.count(runs.size(), "run") + ": " + counted(runs);
    }

    /** As {@code 3 backups succeeded, 1 drill failed}. */
    private static String counted(List<RunBrief> runs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        runs.forEach(run -> counts.merge(kind(run) + "/" + Mark.of(run.state()).word(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> {
                    String[] words = entry.getKey().split("/", 2);
                    return Words.count(entry.getValue(), words[0]) + " " + words[1];
                })
                .collect(Collectors.joining(", "));
    }

    private void day(LocalDate day, List<RunBrief> runs, boolean first) {
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
        runs.stream().limit(MOST_A_DAY).forEach(this::sign);
        if (runs.size() > MOST_A_DAY) {
            html.with("span", "+" + (runs.size() - MOST_A_DAY), "class", "rest");
        }
        html.end().end();
    }

    private void sign(RunBrief run) {
        Mark mark = Mark.of(run.state());
        html.begin("span", "class", "sign").begin("svg", "class", "mark " + mark.tone(), "viewBox", Symbols.BOX);
        html.with("title", title(run, mark))
                .empty("use", "href", Symbols.reference(mark))
                .end();
        if (run.kind() != Run.Kind.BACKUP) {
            html.with("b", run.kind() == Run.Kind.DRILL ? "D" : "R");
        }
        html.end();
    }

    private String title(RunBrief run, Mark mark) {
        return sheet.times().clock(run.begin()) + " " + kind(run) + " " + mark.word()
                + run.took().map(took -> ", " + DurationWords.of(took)).orElse("")
                + run.code().map(code -> ": " + Sheet.shortened(code)).orElse("");
    }

    /** Of all that are seen; of the four usual ones in any case. */
    private void legend(List<RunBrief> runs) {
        Set<RunBrief.State> states = EnumSet.of(
                RunBrief.State.SUCCEEDED, RunBrief.State.SUSPECT, RunBrief.State.FAILED, RunBrief.State.INTERRUPTED);
        runs.forEach(run -> states.add(run.state()));
        html.begin("ul", "class", "legend", "aria-label", "What the signs mean");
        for (RunBrief.State state : states) {
            html.begin("li");
            sheet.mark(Mark.of(state)).text(" " + Mark.of(state).word());
            html.end();
        }
        html.begin("li").with("b", "D").text(" drill").end();
        html.begin("li").with("b", "R").text(" restore").end().end();
    }

    static String kind(RunBrief run) {
        return run.kind().name().toLowerCase(Locale.ROOT);
    }
}
