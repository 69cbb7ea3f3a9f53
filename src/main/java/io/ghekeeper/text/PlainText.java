package io.ghekeeper.text;

/**
 * The one cleaner of text that people did not write here: names, answers, output and records of appliances, engines and
 * files. What it returns commands no terminal, has the direction of writing that it shows, and hides nothing.
 *
 * <p>It removes control characters (C0, DEL and C1), escape sequences, format characters (Unicode's category Cf: those of
 * the direction of writing, zero-width ones, tags, the byte order mark), line and paragraph separators, halves of surrogate
 * pairs, noncharacters, and the other characters that Unicode calls default-ignorable. Letters of any script stay, and so
 * do emoji with their joiners and selectors. A blank stands where a character was removed, so that its removal makes no
 * other word; an escape sequence leaves nothing.
 */
public final class PlainText {
    private PlainText() {}

    /** In one line, without blanks around it. Line ends and tabs become blanks. */
    public static String of(String text) {
        return clean(text, false).strip();
    }

    /** In as many lines as it has: line feeds and tabs stay, and a carriage return before a line feed goes. */
    public static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean lines) {
        if (text.chars().allMatch(c -> c >= ' ' && c < Characters.DELETE)) {
            return text;
        }
        PlainTextFilter filter = new PlainTextFilter(lines, false);
        return filter.pass(text) + filter.end();
    }

    /** Whether a code point is visible or a plain blank by itself. A character that joins or selects emoji is not. */
    public static boolean shows(int codePoint) {
        return !Characters.isInvisible(codePoint);
    }
}
