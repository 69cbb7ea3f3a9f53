package io.ghekeeper.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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
    private static final List<String> PLAIN =
            List.of("OPENSSH PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", DerKey.PKCS8);

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

    /**
     * What a text encodes that is exactly a key as {@code ssh-keygen} writes it, without making a String of it.
     *
     * @return nothing where anything else stands in it, or where its lines say that a passphrase protects it
     */
    static Optional<byte[]> plain(byte[] raw) {
        for (String label : PLAIN) {
            byte[] head = begin(label);
            byte[] tail = end(label);
            int length = raw.length - head.length - tail.length;
            if (length > 0
                    && Arrays.equals(head, 0, head.length, raw, 0, head.length)
                    && Arrays.equals(tail, 0, tail.length, raw, head.length + length, raw.length)) {
                return decoded(Arrays.copyOfRange(raw, head.length, head.length + length));
            }
        }
        return Optional.empty();
    }

    /** Wipes what it is given. */
    private static Optional<byte[]> decoded(byte[] lines) {
        byte[] letters = new byte[lines.length];
        int count = 0;
        for (byte letter : lines) {
            if (letter != '\n') {
                letters[count++] = letter;
            }
        }
        byte[] base64 = Arrays.copyOf(letters, count);
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        } finally {
            List.of(lines, letters, base64).forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    /** A key as OpenSSH writes it, with its final line feed. */
    static byte[] fold(String label, byte[] der) {
        int width = label.startsWith("OPENSSH") ? OPENSSH_WIDTH : PEM_WIDTH;
        byte[] base64 = Base64.getEncoder().encode(der);
        byte[] head = begin(label);
        byte[] tail = end(label);
        int lines = (base64.length + width - 1) / width;
        ByteBuffer folded = ByteBuffer.allocate(head.length + base64.length + lines + tail.length);
        folded.put(head);
        for (int at = 0; at < base64.length; at += width) {
            folded.put(base64, at, Math.min(width, base64.length - at)).put((byte) '\n');
        }
        folded.put(tail);
        Arrays.fill(base64, (byte) 0);
        return folded.array();
    }

    private static byte[] begin(String label) {
        return ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] end(String label) {
        return ("-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }
}
