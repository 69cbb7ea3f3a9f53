package io.ghekeeper.notify;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.List;
import java.util.Optional;

/** Whether the volume has room for the days to come. */
final class VolumeTopic {
    static final String FINE = "fine";
    static final String FILLING = "filling";

    /** So much more than the limit it must have before all is well again: else it would go to and fro. */
    private static final double AGAIN = 1.25;

    private final String appliance;
    private final int limit;

    /** @param limit in days */
    @SuppressWarnings("MissingSummary")
    VolumeTopic(String appliance, int limit) {
        this.appliance = appliance;
        this.limit = limit;
    }

    /**
     * How it stands; nothing where that cannot be said, as in the first day.
     *
     * @param filling whether the last message said that the volume fills up
     */
    Optional<Notification> present(StatusReport report, boolean filling) {
        return report.volume()
                .filter(volume -> volume.bytes().trend() != UsageTrend.Trend.UNKNOWN)
                .map(volume -> {
                    double days =
                            Math.min(volume.bytes().daysLeft(), volume.inodes().daysLeft());
                    return days < limit * (filling ? AGAIN : 1)
                            ? filling(report, volume, days)
                            : fine(report, volume, days);
                });
    }

    private Notification filling(StatusReport report, StatusReport.VolumeUse volume, double days) {
        String what = volume.inodesEndFirst() ? "out of inodes" : "full";
        return notice(
                FILLING,
                "the backup volume of " + appliance + " will be " + what + " in " + days(days),
                List.of(
                        free(volume),
                        volume.inodesEndFirst()
                                ? "Each day takes about "
                                        + Math.round(volume.inodes().perDay()) + " inodes."
                                : "Each day takes about "
                                        + ByteCount.words(
                                                Math.round(volume.bytes().perDay())) + ".",
                        "What to do: make the volume larger, or keep fewer snapshots (engine.keep-snapshots). On ext4, a"
                                + " larger volume has more inodes, too.",
                        "You hear of it again when it is full in more than " + days(limit * AGAIN) + "."),
                report);
    }

    private Notification fine(StatusReport report, StatusReport.VolumeUse volume, double days) {
        return notice(
                FINE,
                "the backup volume of " + appliance + " has room again",
                List.of(
                        free(volume),
                        Double.isFinite(days)
                                ? "At its present growth that is enough for " + days(days) + "."
                                : "It does not grow at present."),
                report);
    }

    private static String free(StatusReport.VolumeUse volume) {
        return ByteCount.words(volume.space().freeBytes()) + " of "
                + ByteCount.words(volume.space().totalBytes()) + " are free, and "
                + volume.space().freeInodes() + " of " + volume.space().totalInodes() + " inodes.";
    }

    private static String days(double days) {
        return Counts.of(Math.round(days), "day");
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.VOLUME, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
