package io.ghekeeper.snapshot;

import java.util.Locale;

/** Numbers in words, for people. */
final class Amount {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Amount() {}

    static String ofBytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    static String ofFiles(long files) {
        return files + (files == 1 ? " file" : " files");
    }

    /** Such as {@code 33 % fewer; the bound is 10 %}. */
    static String less(long was, long is, String word, int bound) {
        long share = (was - is) * 100 / was;
        // 10.4 % is beyond a bound of 10 %, and must not read like it.
        String about = share == bound && share < 100 ? "more than " + share : Long.toString(share);
        return about + " % " + word + "; the bound is " + bound + " %";
    }
}
