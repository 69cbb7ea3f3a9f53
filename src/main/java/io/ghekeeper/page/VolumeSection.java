package io.ghekeeper.page;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.volume.Volume;
import java.util.Locale;

/** What is free on the volume, of bytes and of inodes, and when it ends at the present growth. */
final class VolumeSection {
    private static final int PERCENT = 100;
    private static final int EXACT_BELOW = 10;

    private final PageWriter sheet;
    private final Html html;

    VolumeSection(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        sheet.section("volume", "Volume");
        if (report.volume().isPresent()) {
            volume(report.volume().get());
        } else {
            html.begin("p").text("It cannot be looked at. What is wrong with it says ");
            sheet.command("ghe-keeper doctor");
            html.end();
        }
        html.end();
    }

    private void volume(StatusReport.VolumeUse volume) {
        condition(volume.condition());
        forecast(volume);
        long total = volume.space().totalBytes();
        long free = volume.space().freeBytes();
        html.begin("p", "id", "room").begin("strong");
        sheet.figure("/volume/freeBytes", free, ByteCount.words(free)).text(" free");
        html.end().text(" of ");
        sheet.figure("/volume/totalBytes", total, ByteCount.words(total)).text(" (" + share(free, total) + ")");
        html.end();
        gauge("Bytes in use", total - free, total);
        growth(
                "/volume/bytes",
                volume.bytes(),
                ByteCount.words(Math.round(volume.bytes().perDay())));
        inodes(volume);
    }

    /** Whether it takes anything more. */
    private void condition(Volume.Condition condition) {
        html.begin("p", "class", condition == Volume.Condition.WRITABLE ? "muted" : "lead");
        sheet.figure("/volume/condition", condition.word(), words(condition));
        html.end();
    }

    private static String words(Volume.Condition condition) {
        return switch (condition) {
            case WRITABLE -> "Writable.";
            case FULL -> "Full: no backup can be taken.";
            case OUT_OF_INODES -> "Out of inodes: no backup can be taken.";
            case READ_ONLY -> "Read-only: no backup can be taken.";
        };
    }

    private void inodes(StatusReport.VolumeUse volume) {
        long total = volume.space().totalInodes();
        long free = volume.space().freeInodes();
        html.begin("p");
        if (total == 0) {
            html.text("Inodes without a limit.").end();
            return;
        }
        sheet.figure("/volume/freeInodes", free, count(free)).text(" of ");
        sheet.figure("/volume/totalInodes", total, count(total)).text(" inodes free (" + share(free, total) + ")");
        html.end();
        gauge("Inodes in use", total - free, total);
        growth(
                "/volume/inodes",
                volume.inodes(),
                count(Math.round(volume.inodes().perDay())));
    }

    private void forecast(StatusReport.VolumeUse volume) {
        UsageTrend first = first(volume);
        html.begin("p", "class", "lead");
        sheet.text(
                switch (first.trend()) {
                    case SHRINKING ->
                        (volume.inodesEndFirst() ? "Out of inodes in " : "Full in ") + days(first.daysLeft())
                                + " at present growth";
                    case NOT_SHRINKING -> "What is free is not shrinking";
                    case UNKNOWN -> "How fast it fills is known after a day of backups";
                });
        html.text(".").end();
    }

    private void growth(String field, UsageTrend growth, String perDay) {
        html.begin("p", "class", "muted");
        sheet.figure(
                field + "/trend",
                growth.trend().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                switch (growth.trend()) {
                    case SHRINKING -> "Less";
                    case NOT_SHRINKING -> "Not shrinking.";
                    case UNKNOWN -> "Growth not known yet.";
                });
        if (growth.trend() == UsageTrend.Trend.SHRINKING) {
            sheet.text(" by ")
                    .figure(field + "/perDay", Math.round(growth.perDay()), perDay)
                    .text(" a day: ");
            sheet.figure(field + "/daysLeft", Math.round(growth.daysLeft() * 10) / 10.0, days(growth.daysLeft()));
            sheet.text(" left.");
        }
        html.end();
    }

    private void gauge(String label, long used, long total) {
        html.with(
                "meter",
                share(used, total),
                "class",
                "gauge",
                "min",
                "0",
                "max",
                Long.toString(Math.max(1, total)),
                "value",
                Long.toString(used),
                "aria-label",
                label);
    }

    /** What ends first. */
    static UsageTrend first(StatusReport.VolumeUse volume) {
        return volume.inodesEndFirst() ? volume.inodes() : volume.bytes();
    }

    /** As {@code 9.5 days} or {@code 42 days}. */
    static String days(double days) {
        return String.format(Locale.ROOT, days < EXACT_BELOW ? "%.1f" : "%.0f", days) + " days";
    }

    private static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "0 %" : (int) ((double) part / whole * PERCENT) + " %";
    }
}
