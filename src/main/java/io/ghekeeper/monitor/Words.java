package io.ghekeeper.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Figures as people say them. */
public final class Words {
    private static final int DAYS_FROM = 3;
    private static final int PERCENT = 100;

    private Words() {}

    /** Roughly, as {@code 12 d 4 h}, {@code 31 h}, {@code 2 h 5 min}, {@code 3 min} or {@code 7 s}. */
    public static String about(Duration duration) {
        if (duration.toDays() >= DAYS_FROM) {
            return duration.toDays() + " d" + part(duration.toHoursPart(), " h");
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + part(duration.toMinutesPart(), " min");
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    private static String part(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    /** How far a run is, as {@code 56 % done, about 2 min left}. */
    public static String share(Progress progress) {
        return Math.round(progress.share() * PERCENT) + " % done"
                + progress.left()
                        .map(left -> ", about " + about(left) + " left")
                        .orElse("");
    }

    /** The answer where nothing is good: whether there never was such a backup, or its snapshot is gone. Where
     * records cannot be read, that is not known. */
    public static String withoutGood(StatusReport report) {
        int unreadable = report.unreadable().size();
        if (unreadable > 0) {
            return "unknown: " + count(unreadable, "record") + " cannot be read, and no other run is a good backup";
        }
        return "there is no good backup " + (report.missing().isPresent() ? "any more" : "yet");
    }

    /** As {@code 1 run} and {@code 2 runs}. */
    public static String count(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** Whether a zone shows, at an instant, the times that the ids of runs and snapshots show. */
    public static boolean isUtc(ZoneId zone, Instant at) {
        return zone.getRules().getOffset(at).getTotalSeconds() == 0;
    }
}
