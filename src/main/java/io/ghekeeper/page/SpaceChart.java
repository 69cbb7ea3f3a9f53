package io.ghekeeper.page;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.text.ByteCount;
import java.util.Optional;

/** The free space of the volume, and how long it lasts at the present growth. Earlier values are not drawn: none are kept. */
final class SpaceChart {
    private static final double HORIZON = 60;

    private final PageWriter sheet;
    private final Html html;

    SpaceChart(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Optional<StatusReport.VolumeUse> volume) {
        html.begin("figure", "class", "chart").begin("figcaption").with("h3", "Free on the volume");
        if (volume.isEmpty()) {
            html.with("p", "The volume cannot be looked at.", "class", "muted")
                    .end()
                    .end();
            return;
        }
        long free = volume.get().space().freeBytes();
        long total = volume.get().space().totalBytes();
        html.begin("p").begin("strong");
        sheet.figure(free, ByteCount.words(free));
        html.end().text(" of " + ByteCount.words(total)).end().end();
        UsageTrend growth = volume.get().bytes();
        if (growth.trend() == UsageTrend.Trend.UNKNOWN) {
            html.with("p", "Where it goes is known after a day of backups.", "class", "muted")
                    .end();
            return;
        }
        drawing(growth, Math.max(1, total), free);
        html.begin("p", "class", "axis", "aria-hidden", "true")
                .with("span", "today")
                .with("span", words(growth));
        html.with("span", "in " + (int) HORIZON + " days").end().end();
    }

    private void drawing(UsageTrend growth, long total, long free) {
        BarChart.begin(
                html, "chart-room", "Free on the volume, forecast", ByteCount.words(free) + " now, " + words(growth));
        double now = BarChart.HEIGHT * (1 - (double) free / total);
        double left = growth.trend() == UsageTrend.Trend.SHRINKING ? growth.daysLeft() : Double.POSITIVE_INFINITY;
        double end = left <= HORIZON ? BarChart.WIDTH * left / HORIZON : BarChart.WIDTH;
        double last = left <= HORIZON ? BarChart.HEIGHT : now + (BarChart.HEIGHT - now) * (HORIZON / left);
        String line = "0," + BarChart.number(now) + " " + BarChart.number(end) + "," + BarChart.number(last);
        html.empty(
                "polygon",
                "class",
                "area",
                "points",
                "0," + BarChart.HEIGHT + " " + line + " " + BarChart.number(end) + "," + BarChart.HEIGHT);
        html.empty("polyline", "class", "forecast", "points", line).end();
    }

    private static String words(UsageTrend growth) {
        return growth.trend() == UsageTrend.Trend.SHRINKING
                ? "full in " + VolumeSection.days(growth.daysLeft())
                : "not shrinking";
    }
}
