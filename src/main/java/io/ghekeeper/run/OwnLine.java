package io.ghekeeper.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a run's log that ghe-keeper wrote there, and not the engine: {@code 2026-11-20T03:17:04Z  KEEPER  text}. */
public final class OwnLine {
    /** Between the time and the text. */
    static final String MARK = "  KEEPER  ";

    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z" + MARK + "(.*)", Pattern.DOTALL);

    private OwnLine() {}

    public static boolean is(String line) {
        return FORM.matcher(line).matches();
    }

    /** What it says, without the time; another line as it is. */
    public static String text(String line) {
        Matcher own = FORM.matcher(line);
        return own.matches() ? own.group(1) : line;
    }
}
