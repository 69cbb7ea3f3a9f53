package io.ghekeeper.page;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.Surroundings;
import java.util.List;

/** The markers on the volume, and how it is known whether their runs are dead. */
final class MarkersInTheWay {
    private static final int MOST = 6;

    private final Sheet sheet;
    private final Html html;

    MarkersInTheWay(Sheet sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        sheet.section("markers", "Markers in the way");
        List<Surroundings.MarkerState> markers = report.markers();
        if (markers.isEmpty()) {
            html.with("p", "None.", "class", "calm").end();
            return;
        }
        html.begin("ul", "class", "plain");
        for (int i = 0; i < Math.min(MOST, markers.size()); i++) {
            marker("/markers/" + i, markers.get(i));
        }
        html.end();
        sheet.more(markers.size() - MOST);
        if (markers.stream().anyMatch(Surroundings.MarkerState::stale)) {
            html.begin("p", "class", "muted").text("A stale one is removed by the next run, or now: ");
            sheet.command("ghe-keeper markers --clear");
            html.text(". What is alive is left alone.").end();
        } else {
            html.with("p", "What is alive is left alone.", "class", "muted");
        }
        html.end();
    }

    private void marker(String field, Surroundings.MarkerState marker) {
        html.begin("li");
        sheet.mark(marker.stale() ? Mark.ATTENTION : Mark.RUNNING).text(" ").name(field + "/name", marker.name());
        html.text(" ");
        String state = marker.stale() ? "stale" : "alive";
        sheet.figure(field + "/state", state, state).text(": ").said(field + "/proof", marker.proof());
        html.end();
    }
}
