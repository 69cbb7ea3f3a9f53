package io.ghekeeper.config;

import io.ghekeeper.text.PlainText;

/**
 * How values are shown to people. No key holds a secret by design, but what is pasted at the wrong place does: a private
 * key or its ciphertext, a password in an option. Those are masked here, in problems as in {@code config show}.
 */
public final class MaskedValue {
    public static final String MASK = "(masked)";

    private static final int LONGEST = 80;
    private static final int LONGEST_PASSAGE = 300;

    private MaskedValue() {}

    /** For messages: in quotes, on one line, cut at a length that fits one. */
    public static String quoted(String text) {
        return quotedUnder("", text);
    }

    /** The same for a value whose name may show that it is a secret. */
    static String quotedUnder(String name, String text) {
        if (Secrets.isUnder(name, text)) {
            return MASK;
        }
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return doubleQuoted(cut);
    }

    /** A line or two of a file, so that people find the place. The message also names the place, so doubts are masked. */
    public static String passage(String text) {
        if (Secrets.mayBeIn(text)) {
            return MASK;
        }
        return doubleQuoted(text.length() <= LONGEST_PASSAGE ? text : text.substring(0, LONGEST_PASSAGE) + "...");
    }

    /** Words that may cite a file: masked, cut, and without what a terminal would obey. */
    public static String words(String text) {
        if (Secrets.isIn(text)) {
            return MASK;
        }
        String quoted =
                doubleQuoted(text.length() <= LONGEST_PASSAGE ? text : text.substring(0, LONGEST_PASSAGE) + "...");
        return quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** The text as a YAML scalar that reads back to the same text. */
    public static String yaml(String name, String text) {
        String shown = Secrets.isUnder(name, text) ? MASK : text;
        boolean plain = shown.matches("[A-Za-z0-9/(][A-Za-z0-9/._+@()-]*(:[0-9]+|://[A-Za-z0-9/._:-]+)?")
                && !shown.matches("(?i)null|~");
        return plain ? shown : doubleQuoted(shown);
    }

    private static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (!PlainText.shows(c)) {
                quoted.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
