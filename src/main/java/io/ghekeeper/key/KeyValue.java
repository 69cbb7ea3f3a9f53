package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The configured value: KMS ciphertext, or a plain private key. In arrays, because those can be overwritten after use. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface KeyValue {
    String PREFIX = "aws:kms:";

    /** What KMS decrypts at most, in bytes, as its API reference has it. */
    int LONGEST_CIPHERTEXT = 6144;

    record Encrypted(byte[] ciphertext) implements KeyValue {}

    record Plain(byte[] privateKey) implements KeyValue {}

    /** Reads a value; {@code place} says in messages where it came from. The value itself is never in a message. */
    static KeyValue read(String text, String place) {
        String value = text.strip();
        if (value.isEmpty()) {
            throw new Failure(
                    FailureKind.KEY_MISSING,
                    place + " is empty",
                    "Put the value there that ghe-keeper key encrypt prints.");
        }
        if (!value.startsWith(PREFIX)) {
            return new Plain(text.getBytes(StandardCharsets.UTF_8));
        }
        return new Encrypted(ciphertext(value.substring(PREFIX.length()), place));
    }

    private static byte[] ciphertext(String base64, String place) {
        // One alphabet for both: URL-safe values come from tools that avoid + and /.
        String standard =
                base64.replaceAll("\\s", "").replace('-', '+').replace('_', '/').replaceAll("=+$", "");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException e) {
            throw malformed(place, "is no whole base64 text (" + standard.length() + " characters)");
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

    private static Failure malformed(String place, String what) {
        return new Failure(
                FailureKind.KEY_CIPHERTEXT_MALFORMED,
                place + " " + what,
                "Copy the whole value again, or make a new one with: ghe-keeper key encrypt");
    }
}
