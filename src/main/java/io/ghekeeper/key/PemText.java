package io.ghekeeper.key;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first private key in a text, from its BEGIN line to its END line. Line breaks, indents and header lines do not
 * count: what ssh gets is folded again.
 *
 * @param label as {@code RSA PRIVATE KEY}
 * @param body what stands between the lines
 */
record PemText(String label, String body) {
    private static final Pattern BEGIN =
            Pattern.compile("-+\\s*BEGIN\\s+((?:[A-Z0-9]+\\s+){0,3}PRIVATE\\s+KEY)\\s*-+(?!\\s*BEGIN)");
    private static final Pattern EDGE = Pattern.compile("-+\\s*(BEGIN|END)\\s+((?:[A-Z0-9]+\\s*){1,5}?)\\s*-+");
    private static final Pattern HEADER = Pattern.compile("(?m)^\\W*[A-Za-z][A-Za-z0-9-]*: .*$");

    /** What pasting into code, mail and lists puts around a line; no letter of base64. */
    private static final Pattern DECORATION = Pattern.compile("[\\s\"'`\\\\,;>|#*]");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]*");
    private static final int OPENSSH_WIDTH = 70;
    private static final int PEM_WIDTH = 64;

    /** @param text as {@link CopiedText#clean} gives it */
    static boolean isIn(String text) {
        return BEGIN.matcher(text).find();
    }

    /**
     * The first private key.
     *
     * @param text as {@link CopiedText#clean} gives it
     * @throws io.ghekeeper.failure.Failure KEY_NOT_A_PRIVATE_KEY when its end is missing or is that of something else
     */
    static PemText first(String text, KeyPlace place) {
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            throw new IllegalArgumentException("no BEGIN line");
        }
        String label = oneLine(begin.group(1));
        Matcher next = EDGE.matcher(text);
        if (!next.find(begin.end()) || next.group(1).equals("BEGIN")) {
            throw place.cutOff("its END line is missing");
        }
        String ends = oneLine(next.group(2));
        if (!ends.equals(label)) {
            throw place.damaged("it begins as " + label + " and ends as " + ends);
        }
        return new PemText(label, text.substring(begin.end(), next.start()));
    }

    private static String oneLine(String words) {
        return words.replaceAll("\\s+", " ").strip();
    }

    /** Whether its lines say that a passphrase protects it. */
    boolean saysEncrypted() {
        return label.contains("ENCRYPTED") || body.contains("4,ENCRYPTED");
    }

    /**
     * What the base64 between the lines encodes.
     *
     * @throws io.ghekeeper.failure.Failure KEY_NOT_A_PRIVATE_KEY when it is no base64
     */
    byte[] bytes(KeyPlace place) {
        String base64 = DECORATION.matcher(HEADER.matcher(body).replaceAll("")).replaceAll("");
        base64 = base64.replaceAll("=+$", "");
        if (!BASE64.matcher(base64).matches() || base64.length() % 4 == 1) {
            throw place.damaged(damage(base64));
        }
        return Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
    }

    /** Names the first foreign character, and nothing beside it. */
    private static String damage(String base64) {
        Optional<String> foreign = base64.codePoints()
                .filter(c -> !BASE64.matcher(Character.toString(c)).matches())
                .mapToObj(c -> c > ' ' && c < 0x7F ? Character.toString(c) : String.format("U+%04X", c))
                .findFirst();
        return foreign.map(c -> "the character " + c + " stands between its BEGIN and END lines")
                .orElse("letters are missing between its BEGIN and END lines");
    }

    /** A key as OpenSSH writes it, with its final line feed. */
    static String fold(String label, byte[] der) {
        int width = label.startsWith("OPENSSH") ? OPENSSH_WIDTH : PEM_WIDTH;
        String body = Base64.getEncoder().encodeToString(der).replaceAll("(.{" + width + "})(?!$)", "$1\n");
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
