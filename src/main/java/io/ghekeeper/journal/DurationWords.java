package io.ghekeeper.journal;

import java.time.Duration;

/** Durations as people say them. */
public final class DurationWords {
    private DurationWords() {}

    /** As {@code 12 h}, {@code 1 h 30 min}, {@code 4 min 5 s} or {@code 7 s}. */
    public static String of(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + rest(duration.toMinutesPart(), " min");
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min" + rest(duration.toSecondsPart(), " s");
        }
        return duration.toSeconds() + " s";
    }

    private static String rest(int number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
