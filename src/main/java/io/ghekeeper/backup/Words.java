package io.ghekeeper.backup;

import java.time.Duration;

/** Numbers as people say them. */
final class Words {
    private Words() {}

    /** As {@code 12 h}, {@code 1 h 30 min}, {@code 4 min 5 s} or {@code 7 s}. */
    static String of(Duration duration) {
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
