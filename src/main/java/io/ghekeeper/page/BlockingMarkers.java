package io.ghekeeper.page;

import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import java.util.List;

/** The markers on the volume, and how it is known whether their runs are dead. */
final class BlockingMarkers {
    private static final int MOST = 6;

    private final PageWriter sheet;
    private final Html html;

    BlockingMarkers(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        sheet.section("markers", "Markers in the way");
        List<StatusInputs.MarkerState> markers = report.markers();
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
        if (markers.stream().anyMatch(StatusInputs.MarkerState::stale)) {
            html.begin("p", "class", "muted").text("A stale one is removed by the next run, or now: ");
            sheet.command("ghe-keeper markers --clear");
            html.text(". What is alive is left alone.").end();
        } else {
            html.with("p", "What is alive is left alone.", "class", "muted");
        }
        html.end();
    }

    private void marker(String field, StatusInputs.MarkerState marker) {
        html.begin("li");
        sheet.mark(marker.stale() ? StatusIcon.ATTENTION : StatusIcon.RUNNING)
                .text(" ")
                .name(field + "/name", marker.name());
        html.text(" ");
        String state = marker.stale() ? "stale" : "alive";
        sheet.figure(field + "/state", state, state).text(": ").said(field + "/proof", marker.proof());
        html.end();
    }
}
