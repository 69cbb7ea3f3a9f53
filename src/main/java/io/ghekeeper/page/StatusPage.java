package io.ghekeeper.page;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.Words;
import io.ghekeeper.text.Durations;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;

/**
 * The page for people: the plain answer first, then what it rests on, in the order in which it is asked for. It works
 * without scripts, and asks for nothing from anywhere else.
 */
public final class StatusPage {
    private static final Stylesheet SHEET = Stylesheet.read();

    /** What a content security policy has to name for the page's style, as {@code sha256-...}; nothing else is needed. */
    public static final String STYLE_HASH = SHEET.hash();

    private final String version;

    /** The version is that of the program, as people read it. */
    public StatusPage(String version) {
        this.version = Objects.requireNonNull(version);
    }

    /** The whole document. It is as large for years of runs as for some weeks. */
    public String render(Observation seen) {
        Html html = new Html();
        PageWriter sheet = new PageWriter(html, new Times(seen.status().at(), seen.zone()));
        html.begin("html", "lang", "en");
        head(html, StatusIcon.of(seen.status().state()), title(seen.status()));
        html.begin("body");
        new IconSprite(html).write();
        new PageHeader(sheet).write(seen.status().appliance());
        html.begin("main");
        new StatusHeadline(sheet).write(seen);
        new RunningRun(sheet).write(seen.status());
        new CalendarStrip(sheet).write(seen);
        new Charts(sheet).write(seen);
        new SnapshotTable(sheet).write(seen);
        new RecentFailures(sheet).write(seen);
        html.begin("div", "class", "pairs");
        new BlockingMarkers(sheet).write(seen.status());
        new ScheduleTable(sheet).write(seen);
        new VolumeSection(sheet).write(seen.status());
        new RestoreHistory(sheet).write(seen);
        new Releases(sheet).write(seen.status().releases());
        html.end();
        new Warnings(sheet).write(seen);
        html.end();
        new PageFooter(sheet, version).write(seen);
        return html.end().end().finish();
    }

    /**
     * The document where the state cannot be seen: whose it is, why, and what to do.
     *
     * @param appliance host of the appliance that is backed up
     */
    public String unseen(Instant at, ZoneId zone, String appliance, Failure why) {
        Html html = new Html();
        PageWriter sheet = new PageWriter(html, new Times(at, zone));
        html.begin("html", "lang", "en");
        head(html, StatusIcon.UNKNOWN, "UNKNOWN: the backups of " + appliance + " cannot be seen - ghe-keeper");
        html.begin("body");
        new IconSprite(html).write();
        new PageHeader(sheet).write(appliance);
        html.begin("main");
        html.begin(
                "section",
                "id",
                "answer-part",
                "class",
                "answer " + StatusIcon.UNKNOWN.tone(),
                "aria-labelledby",
                "answer");
        html.begin("p", "class", "state");
        sheet.mark(StatusIcon.UNKNOWN).text(StatusIcon.UNKNOWN.word());
        html.end().with("h1", "The state of the backups cannot be seen: " + why.getMessage(), "id", "answer");
        html.begin("p").text(why.hint()).end().end().end();
        new PageFooter(sheet, version).links();
        return html.end().end().finish();
    }

    private static void head(Html html, StatusIcon mark, String title) {
        html.begin("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "robots", "content", "noindex, nofollow");
        html.with("title", title);
        html.empty("link", "rel", "icon", "type", "image/svg+xml", "href", IconSprite.icon(mark));
        html.style(SHEET).end();
    }

    private static String title(StatusReport report) {
        String answer = report.lastGood()
                .map(good -> "last good backup " + Durations.about(good.age()) + " ago")
                .orElseGet(() -> Words.withoutGood(report));
        return report.state().name().toUpperCase(Locale.ROOT) + ": " + answer + " - " + report.appliance()
                + " - ghe-keeper";
    }
}
