package io.ghekeeper.text;

import java.util.Locale;

/** A number of bytes that people can read, as {@code 3.1 GiB}. */
public record ByteCount(long bytes) {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    /** In words at once. */
    public static String words(long bytes) {
        return new ByteCount(bytes).toString();
    }

    @Override
    public String toString() {
        double value = bytes;
        int unit = 0;
        // Half a tenth before the next unit: 1023.97 KiB would be rounded to 1024.0 KiB.
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
