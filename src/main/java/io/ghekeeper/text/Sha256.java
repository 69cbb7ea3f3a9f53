package io.ghekeeper.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256, which every JVM has, and the forms in which others write it. */
public final class Sha256 {
    private Sha256() {}

    /** For content that comes in pieces. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As a content security policy has it: {@code sha256-} and base64. */
    public static String policyHash(byte[] content) {
        return "sha256-" + Base64.getEncoder().encodeToString(digest().digest(content));
    }

    /**
     * As {@code ssh-keygen -l} prints it: {@code SHA256:} and base64 without padding.
     *
     * @param key in SSH's wire format
     */
    public static String fingerprint(byte[] key) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest().digest(key));
    }
}
