package io.ghekeeper.page;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** Bars over the last days, each where its time is, so that gaps are seen as gaps. */
final class BarChart {
    static final int WIDTH = 300;
    static final int HEIGHT = 80;

    private static final int MOST = 120;
    private static final double WIDEST = 7;
    private static final double NARROWEST = 0.6;
    private static final double LOWEST = 0.8;

    private final PageWriter sheet;
    private final Html html;
    private final Instant from;

    BarChart(PageWriter sheet, Instant from) {
        this.sheet = sheet;
        this.html = sheet.html();
        this.from = from;
    }

    /**
     * What is drawn.
     *
     * @param thing that there is a bar for
     * @param grows whether what it was at first is more telling than what is usual
     * @param begins when there will be something to draw
     */
    record Subject(String id, String title, String thing, boolean grows, String begins) {}

    /** What was measured at an instant, and how much of it is set apart. */
    record Bar(Instant at, long value, long part) {}

    /** What is said of the bars. */
    private record Summary(long least, long most, long usual, Bar first, long last) {
        static Summary of(List<Bar> bars) {
            List<Long> sorted = bars.stream().map(Bar::value).sorted().toList();
            return new Summary(
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    sorted.get(sorted.size() / 2),
                    bars.get(bars.size() - 1),
                    bars.get(0).value());
        }
    }

    /** Where there are too many bars to see each, only the newest are drawn, with the days that they cover. */
    void write(Subject subject, LongFunction<String> words, List<Bar> newestFirst) {
        if (newestFirst.size() <= MOST) {
            figure(subject, words, newestFirst);
        } else {
            List<Bar> newest = newestFirst.subList(0, MOST);
            new BarChart(sheet, newest.get(MOST - 1).at()).figure(subject, words, newest);
        }
    }

    private void figure(Subject subject, LongFunction<String> words, List<Bar> bars) {
        html.begin("figure", "class", "chart").begin("figcaption").with("h3", subject.title());
        if (bars.isEmpty()) {
            html.with("p", "Nothing yet. It begins " + subject.begins() + ".", "class", "muted")
                    .end()
                    .end();
            return;
        }
        Summary summary = Summary.of(bars);
        html.begin("p").begin("strong");
        sheet.figure(summary.last(), words.apply(summary.last()));
        html.end().text(" the last, ");
        long beside = subject.grows() ? summary.first().value() : summary.usual();
        sheet.figure(beside, words.apply(beside));
        sheet.text(subject.grows() ? " on " + day(summary.first().at()) : " usually");
        html.end().end();
        drawing(subject, words, bars, summary);
        html.begin("p", "class", "axis", "aria-hidden", "true");
        html.with("span", day(from))
                .with("span", "up to " + words.apply(summary.most()))
                .with("span", "today");
        html.end().end();
    }

    private void drawing(Subject subject, LongFunction<String> words, List<Bar> bars, Summary summary) {
        String id = "chart-" + subject.id();
        begin(html, id, subject.title(), description(subject, words, bars.size(), summary));
        double width = Math.max(NARROWEST, Math.min(WIDEST, WIDTH / (bars.size() * 1.5)));
        double span = Math.max(1, seconds(sheet.times().now()));
        for (Bar bar : bars) {
            double x = Math.min(WIDTH - width, seconds(bar.at()) / span * (WIDTH - width));
            bar(bar, words, x, width, Math.max(1, summary.most()));
        }
        if (!subject.grows()) {
            String usual = number(HEIGHT - HEIGHT * (double) summary.usual() / Math.max(1, summary.most()));
            html.empty("line", "class", "usual", "x1", "0", "x2", "" + WIDTH, "y1", usual, "y2", usual);
        }
        html.end();
    }

    /** A drawing that is stretched to the room there is, and can be read aloud. */
    static void begin(Html html, String id, String title, String description) {
        html.begin(
                        "svg",
                        "class",
                        "drawing",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "preserveAspectRatio",
                        "none",
                        "role",
                        "img",
                        "aria-labelledby",
                        id + "-title",
                        "aria-describedby",
                        id + "-text")
                .with("title", title, "id", id + "-title")
                .with("desc", description, "id", id + "-text");
    }

    private void bar(Bar bar, LongFunction<String> words, double x, double width, long most) {
        double height = Math.max(LOWEST, HEIGHT * (double) bar.value() / most);
        html.begin("g").with("title", sheet.times().moment(bar.at()) + ": " + words.apply(bar.value()));
        rectangle("bar", x, width, height);
        if (bar.part() > 0) {
            rectangle("part", x, width, Math.max(LOWEST, HEIGHT * (double) bar.part() / most));
        }
        html.end();
    }

    private void rectangle(String classes, double x, double width, double height) {
        html.empty(
                "rect",
                "class",
                classes,
                "x",
                number(x),
                "y",
                number(HEIGHT - height),
                "width",
                number(width),
                "height",
                number(height));
    }

    private String description(Subject subject, LongFunction<String> words, int count, Summary summary) {
        return count + " " + subject.thing() + (count == 1 ? "" : "s") + " since " + day(from) + ": from "
                + words.apply(summary.least()) + " to " + words.apply(summary.most()) + ", usually "
                + words.apply(summary.usual()) + ", the last " + words.apply(summary.last());
    }

    private double seconds(Instant at) {
        return Duration.between(from, at).toSeconds();
    }

    private String day(Instant at) {
        return DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH)
                .format(sheet.times().day(at));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
