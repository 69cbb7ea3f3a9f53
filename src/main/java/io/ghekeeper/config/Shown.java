package io.ghekeeper.config;

import java.util.regex.Pattern;

/**
 * How values are shown to people. No key holds a secret by design, but what is pasted at the wrong place does: a private
 * key or its ciphertext, a password in an option. Those are masked here, in problems as in {@code config show}.
 */
final class Shown {
    static final String MASK = "(masked)";

    private static final int LONGEST = 80;
    private static final Pattern KEY_MATERIAL = Pattern.compile("PRIVATE KEY|aws:kms:", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passwd|passphrase|token|secret$|credential", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_ASSIGNED = Pattern.compile(
            "(password|passwd|passphrase|token|secret|credentials?)\\s*[= ]\\s*\\S|://[^/@\\s]+@",
            Pattern.CASE_INSENSITIVE);

    private Shown() {}

    /** For messages: in quotes, on one line, cut at a length that fits one. */
    static String quoted(String text) {
        return quotedUnder("", text);
    }

    /** The same for a value whose name may tell that it is a secret. */
    static String quotedUnder(String name, String text) {
        if (isSecret(name, text)) {
            return MASK;
        }
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return doubleQuoted(cut);
    }

    /** The text as a YAML scalar that reads back to the same text. */
    static String yaml(String name, String text) {
        String shown = isSecret(name, text) ? MASK : text;
        boolean plain = shown.matches("[A-Za-z0-9/(][A-Za-z0-9/._+@()-]*(:[0-9]+|://[A-Za-z0-9/._:-]+)?")
                && !shown.matches("(?i)null|~");
        return plain ? shown : doubleQuoted(shown);
    }

    /** Whether a value under this name must not be shown. */
    static boolean isSecret(String name, String text) {
        return SECRET_NAME.matcher(name).find()
                || KEY_MATERIAL.matcher(text).find()
                || SECRET_ASSIGNED.matcher(text).find();
    }

    private static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
