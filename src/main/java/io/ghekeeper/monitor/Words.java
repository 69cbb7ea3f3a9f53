package io.ghekeeper.monitor;

import io.ghekeeper.history.Progress;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Instant;
import java.time.ZoneId;

/** Figures as people say them. */
public final class Words {
    private static final int PERCENT = 100;

    private Words() {}

    /** How far a run is, as {@code 56 % done, about 2 min left}. */
    public static String share(Progress progress) {
        return Math.round(progress.share() * PERCENT) + " % done"
                + progress.left()
                        .map(left -> ", about " + Durations.about(left) + " left")
                        .orElse("");
    }

    /** The answer where nothing is good: whether there never was such a backup, or its snapshot is gone. Where
     * records cannot be read, that is not known. */
    public static String withoutGood(StatusReport report) {
        int unreadable = report.unreadable().size();
        if (unreadable > 0) {
            return "unknown: " + Counts.of(unreadable, "record") + " cannot be read, and no other run is a good backup";
        }
        return "there is no good backup " + (report.missing().isPresent() ? "any more" : "yet");
    }

    /** Whether a zone shows, at an instant, the times that the ids of runs and snapshots show. */
    public static boolean isUtc(ZoneId zone, Instant at) {
        return zone.getRules().getOffset(at).getTotalSeconds() == 0;
    }
}
