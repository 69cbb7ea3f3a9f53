package io.ghekeeper.text;

import java.time.Duration;

/** Durations and ages for people. Forms of the configuration's durations are another matter. */
public final class Durations {
    private static final int DAYS_FROM = 3;

    private Durations() {}

    /** To the second, as {@code 12 h}, {@code 75 h 10 min}, {@code 4 min 5 s} or {@code 7 s}. For limits and measured times. */
    public static String exact(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + part(duration.toMinutesPart(), " min");
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min" + part(duration.toSecondsPart(), " s");
        }
        return duration.toSeconds() + " s";
    }

    /** Roughly, as {@code 12 d 4 h}, {@code 31 h 5 min}, {@code 3 min} or {@code 7 s}. For ages and estimates. */
    public static String about(Duration duration) {
        if (duration.toDays() >= DAYS_FROM) {
            return duration.toDays() + " d" + part(duration.toHoursPart(), " h");
        }
        return duration.toHours() == 0 && duration.toMinutes() > 0 ? duration.toMinutes() + " min" : exact(duration);
    }

    /** As {@code 3 min ago}; {@code in the future} where the age is negative. */
    public static String ago(Duration age) {
        return age.isNegative() ? "in the future" : about(age) + " ago";
    }

    private static String part(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }
}
