package io.ghekeeper.key;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Kms;
import io.ghekeeper.aws.KmsSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Decrypts what {@link KeyEncryption#encryptText} printed. */
public final class KeyDecryption {
    private final Kms kms;

    public KeyDecryption(KmsSettings settings, Map<String, String> environment) {
        this.kms = new Aws(settings, environment).kms();
    }

    /** Whether a text is a value that KMS encrypted. */
    public static boolean isEncrypted(byte[] text) {
        byte[] prefix = KeyValue.PREFIX.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(prefix, 0, prefix.length, text, 0, Math.min(prefix.length, text.length));
    }

    /**
     * The secret, which the caller overwrites after use.
     *
     * @param text {@code aws:kms:} and base64
     * @param place where it came from, for messages
     * @throws io.ghekeeper.failure.Failure KEY_CIPHERTEXT_MALFORMED, KEY_TOO_LONG; of a KMS or AWS kind
     */
    public byte[] decryptText(byte[] text, String place) {
        String base64 = new String(text, StandardCharsets.ISO_8859_1).strip().substring(KeyValue.PREFIX.length());
        return kms.decrypt(KeyValue.ciphertext(base64, place));
    }
}
