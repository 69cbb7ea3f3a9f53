package io.ghekeeper.page;

import io.ghekeeper.monitor.ReleaseReport;
import io.ghekeeper.release.Advice;
import io.ghekeeper.release.ReleaseTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The releases of the appliance and of backup-utils, and what follows from them. */
final class Releases {
    private final PageWriter sheet;
    private final Html html;

    Releases(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(ReleaseReport releases) {
        sheet.section("releases", "Releases");
        html.begin("p");
        appliance(releases);
        releases.engine()
                .ifPresent(engine -> sheet.text(" Installed: " + ReleaseTable.ENGINE + " ")
                        .figure("/releases/engine", engine, engine.text())
                        .text("."));
        html.end();
        advice(releases.advice());
        html.begin("p", "class", "muted").text("By the table of releases of ");
        date("/releases/table", releases.table()).text(".");
        html.end().end();
    }

    private void appliance(ReleaseReport releases) {
        if (releases.appliance().isEmpty()) {
            html.text("No run has recorded the appliance's release yet.");
            return;
        }
        releases.appliance()
                .ifPresent(release ->
                        sheet.text("The appliance had GHES ").figure("/releases/appliance", release, release.text()));
        releases.asked()
                .ifPresent(asked -> sheet.text(" on ")
                        .time("/releases/asked", asked, sheet.times().moment(asked)));
        releases.supportEnds().ifPresent(ends -> {
            html.text("; GitHub supports it until ");
            date("/releases/supportEnds", ends);
        });
        html.text(".");
    }

    private PageWriter date(String field, LocalDate date) {
        return sheet.figure(field, date, date.toString());
    }

    private void advice(List<Advice> all) {
        for (int i = 0; i < all.size(); i++) {
            Advice advice = all.get(i);
            String field = "/releases/advice/" + i;
            String level = advice.level().name().toLowerCase(Locale.ROOT);
            html.begin("p");
            sheet.mark(mark(advice))
                    .text(" ")
                    .figure(field + "/level", level, mark(advice).word());
            sheet.text(", ").name(field + "/code", advice.code().word()).text(": ");
            sheet.said(field + "/sentence", advice.sentence());
            html.text(".").end();
            sheet.hint(field + "/hint", advice.hint());
        }
    }

    static StatusIcon mark(Advice advice) {
        return switch (advice.level()) {
            case BAD -> StatusIcon.RELEASE_BAD;
            case WARN -> StatusIcon.ATTENTION;
        };
    }
}
