package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import java.time.ZoneOffset;

/** Which version wrote the page, as of when, and where the same is for machines. */
final class PageFooter {
    private final PageWriter sheet;
    private final Html html;
    private final String version;

    PageFooter(PageWriter sheet, String version) {
        this.sheet = sheet;
        this.html = sheet.html();
        this.version = version;
    }

    void write(Observation seen) {
        Times times = sheet.times();
        html.begin("footer").begin("p").text(version).end().begin("p").text("As of ");
        sheet.time("/at", times.now(), times.exact(times.now(), times.zone()))
                .text(" " + times.zone().getId());
        sheet.text(" (").text(times.exact(times.now(), ZoneOffset.UTC)).text(" UTC). Counted since ");
        sheet.time(seen.counts().begin(), times.moment(seen.counts().begin())).text(", when this process began.");
        seen.keySince()
                .ifPresent(since -> sheet.text(" The SSH key has been the same since ")
                        .time(since, times.moment(since))
                        .text("."));
        html.end();
        machines();
        html.end();
    }

    /** The footer of a page that has nothing else to say there. */
    void links() {
        html.begin("footer").begin("p").text(version).end();
        machines();
        html.end();
    }

    private void machines() {
        html.begin("nav", "aria-label", "For machines").begin("ul");
        link("metrics", "Metrics");
        link("api/status", "Status as JSON");
        link("healthz", "Health");
        link("readyz", "Readiness");
        html.end().end();
    }

    private void link(String path, String words) {
        html.begin("li")
                .with("a", words, "href", path)
                .text(" ")
                .with("code", "/" + path)
                .end();
    }
}
