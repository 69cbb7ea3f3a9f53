package io.ghekeeper.release;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A feature release, as {@code 3.21}; its patch releases count as it. */
public record FeatureRelease(int major, int minor) implements Comparable<FeatureRelease> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    /** How many feature releases a snapshot, an upgrade and backup-utils may be ahead of an appliance (GitHub's documentation). */
    public static final int AHEAD = 2;

    /** Reads {@code 3.21}; nothing where the text is no feature release. */
    public static Optional<FeatureRelease> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new FeatureRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** How many feature releases this one is ahead of another; below 0 behind it. Nothing between two major ones. */
    public OptionalInt ahead(FeatureRelease other) {
        return major == other.major ? OptionalInt.of(minor - other.minor) : OptionalInt.empty();
    }

    /**
     * Whether this one is the same or at most two newer. By that rule backup-utils serves an appliance, and an appliance
     * takes a snapshot.
     */
    public boolean isWithinReachOf(FeatureRelease other) {
        return ahead(other).stream().anyMatch(ahead -> ahead >= 0 && ahead <= AHEAD);
    }

    public FeatureRelease plus(int releases) {
        return new FeatureRelease(major, minor + releases);
    }

    @Override
    public int compareTo(FeatureRelease other) {
        return Comparator.comparingInt(FeatureRelease::major)
                .thenComparingInt(FeatureRelease::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
