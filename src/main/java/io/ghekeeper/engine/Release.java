package io.ghekeeper.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of backup-utils or of the appliance, as {@code 3.12.1}; the first two numbers say which features it has. */
public record Release(int major, int minor, String text) {
    private static final Pattern FORM = Pattern.compile("v?((\\d{1,4})\\.(\\d{1,4})(?:[.+-][0-9A-Za-z.+-]{1,24})?)");

    /** How many feature releases backup-utils may be ahead of the appliance. */
    static final int AHEAD = 2;

    /** Reads one; nothing where the text is none. */
    public static Optional<Release> read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new Release(
                        Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)), matcher.group(1)))
                : Optional.empty();
    }

    /** Whether backup-utils of this release can back up an appliance of that one. */
    public boolean fits(Release appliance) {
        int ahead = minor - appliance.minor;
        return major == appliance.major && ahead >= 0 && ahead <= AHEAD;
    }

    /** As {@code 3.12}. */
    public String feature() {
        return major + "." + minor;
    }

    @Override
    public String toString() {
        return text;
    }
}
