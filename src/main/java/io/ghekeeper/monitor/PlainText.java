package io.ghekeeper.monitor;

import java.util.regex.Pattern;

/** Text from logs and records, which may come from anywhere, made fit for one line on a terminal. */
public final class PlainText {
    /** Control and format characters (escape sequences, line ends, what turns the direction of writing). */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    private PlainText() {}

    /** Each run of characters that print nothing, or more than themselves, becomes a blank. */
    public static String of(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    }
}
