package io.ghekeeper.key;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Kms;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Base64;
import java.util.Map;

/** Makes the value for the configuration out of a private key. */
public final class KeyEncryption {
    /** What KMS encrypts at most, in bytes, as its API reference has it. An RSA key of 4096 bits fits. */
    private static final int LONGEST_PLAINTEXT = 4096;

    private static final String PLACE = "what standard input holds";

    private final Kms kms;

    public KeyEncryption(KmsSettings settings, Map<String, String> environment) {
        this.kms = new Aws(settings, environment).kms();
    }

    /**
     * What may be said of a private key that is to be encrypted.
     *
     * @throws Failure KEY_NOT_A_PRIVATE_KEY or KEY_HAS_PASSPHRASE
     */
    public static KeyDescription describe(byte[] privateKey) {
        try (UnlockedKey key = PrivateKeyText.check(privateKey, PLACE, true)) {
            return key.description();
        }
    }

    /**
     * Encrypts a private key by KMS.
     *
     * @param keyId a KMS key's id, ARN or {@code alias/...}
     * @return {@code aws:kms:} and base64
     */
    public String encrypt(String keyId, byte[] privateKey) {
        try (UnlockedKey key = PrivateKeyText.check(privateKey, PLACE, true)) {
            if (key.text().length > LONGEST_PLAINTEXT) {
                throw new Failure(
                        FailureKind.KEY_TOO_LONG,
                        "the key has " + key.text().length + " bytes, and KMS encrypts at most " + LONGEST_PLAINTEXT,
                        "Use an ed25519 key: ssh-keygen -t ed25519 -N '' -f id_ed25519");
            }
            return encryptText(keyId, key.text());
        }
    }

    /**
     * Encrypts any secret of at most 4096 bytes by KMS; the same otherwise. Nothing looks at what it is.
     *
     * @return {@code aws:kms:} and base64
     */
    public String encryptText(String keyId, byte[] secret) {
        return KeyValue.PREFIX + Base64.getEncoder().encodeToString(kms.encrypt(keyId, secret));
    }
}
