package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The configured value: KMS ciphertext, or a plain private key. In arrays, because those can be overwritten after use. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface KeyValue {
    String PREFIX = "aws:kms:";

    /** What KMS decrypts at most, in bytes, as its API reference has it. */
    int LONGEST_CIPHERTEXT = 6144;

    Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9+/_=\\s-]");

    record Encrypted(byte[] ciphertext) implements KeyValue {}

    record Plain(byte[] privateKey) implements KeyValue {}

    /** Reads a value; {@code place} says in messages where it came from. The value itself is never in a message. */
    static KeyValue read(String text, String place) {
        String value = KeyWrapping.open(text);
        if (value.isEmpty()) {
            throw new Failure(FailureKind.KEY_MISSING, place + " is empty", KeyPlace.PUT_VALUE);
        }
        if (!value.startsWith(PREFIX)) {
            return new Plain(value.getBytes(StandardCharsets.UTF_8));
        }
        return new Encrypted(ciphertext(value.substring(PREFIX.length()), place));
    }

    /** The bytes of a value behind its prefix. */
    static byte[] ciphertext(String base64, String place) {
        byte[] bytes;
        try {
            bytes = base64(base64);
        } catch (IllegalArgumentException e) {
            throw malformed(place, damage(base64));
        }
        if (bytes.length == 0) {
            throw malformed(place, "has nothing behind " + PREFIX);
        }
        if (bytes.length > LONGEST_CIPHERTEXT) {
            throw new Failure(
                    FailureKind.KEY_TOO_LONG,
                    place + " holds " + bytes.length + " bytes of ciphertext, and KMS decrypts at most "
                            + LONGEST_CIPHERTEXT,
                    "Use an ed25519 key: its ciphertext is a few hundred bytes.");
        }
        return bytes;
    }

    /** Names the first character that base64 has not, and nothing beside it. */
    private static String damage(String base64) {
        if (base64.matches("(?s)[({<\\[$%].*")) {
            return "is a placeholder that nothing has filled in";
        }
        return FOREIGN.matcher(base64)
                .results()
                .findFirst()
                .map(foreign -> "has the character " + foreign.group() + " in its base64 text")
                .orElse("is no whole base64 text (" + base64.length() + " characters)");
    }

    /**
     * Decodes base64 of either alphabet, broken into lines or not, with padding or without. What stands behind the
     * padding does not belong to it.
     *
     * @throws IllegalArgumentException when it is none
     */
    static byte[] base64(String text) {
        // One alphabet for both: URL-safe values come from tools that avoid + and /.
        String standard = text.replaceAll("[\\s\"'\\\\]", "").replace('-', '+').replace('_', '/');
        return Base64.getDecoder().decode(standard.replaceAll("=.*$", ""));
    }

    private static Failure malformed(String place, String what) {
        return new Failure(
                FailureKind.KEY_CIPHERTEXT_MALFORMED,
                place + " " + what,
                "Copy the whole value again, or make a new one with: ghe-keeper key encrypt");
    }
}
