package io.ghekeeper.release;

import io.ghekeeper.text.ReleaseText;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of backup-utils or of the appliance, as {@code 3.12.1}; the first two numbers say which features it has. */
public record Release(int major, int minor, String text) {
    private static final Pattern FEATURE = Pattern.compile("v?((\\d+)\\.(\\d+).*)");

    private static final Pattern PATCH = Pattern.compile("^\\d+\\.\\d+\\.(\\d{1,6})");

    /** How many feature releases backup-utils may be ahead of the appliance. */
    public static final int AHEAD = FeatureRelease.AHEAD;

    /** Reads one; nothing where the text has not the form of {@link ReleaseText}. */
    public static Optional<Release> read(String text) {
        return ReleaseText.read(text)
                .map(FEATURE::matcher)
                .filter(Matcher::matches)
                .map(found -> new Release(
                        Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)), found.group(1)));
    }

    /** Whether backup-utils of this release can back up an appliance of that one. */
    public boolean fits(Release appliance) {
        return featureRelease().isWithinReachOf(appliance.featureRelease());
    }

    /** How many feature releases this one is ahead of another; below 0 behind it. Nothing between two major ones. */
    public OptionalInt ahead(Release other) {
        return featureRelease().ahead(other.featureRelease());
    }

    /** Whether this one came before another, patch releases counted. */
    public boolean isOlderThan(Release other) {
        return Comparator.comparingInt(Release::major)
                        .thenComparingInt(Release::minor)
                        .thenComparingInt(Release::patch)
                        .compare(this, other)
                < 0;
    }

    public FeatureRelease featureRelease() {
        return new FeatureRelease(major, minor);
    }

    /** As {@code 3.12}. */
    public String feature() {
        return featureRelease().toString();
    }

    /** The number of its patch release; 0 where it has none. */
    public int patch() {
        Matcher matcher = PATCH.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
