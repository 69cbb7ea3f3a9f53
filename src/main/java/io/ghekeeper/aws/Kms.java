package io.ghekeeper.aws;

import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/** Encryption and decryption by AWS's key management. Neither leaves anything in AWS. */
public final class Kms {
    private final Aws aws;

    Kms(Aws aws) {
        this.aws = aws;
    }

    /** @throws io.ghekeeper.failure.Failure of a KMS or AWS kind */
    @SuppressWarnings("MissingSummary")
    public byte[] decrypt(byte[] ciphertext) {
        return aws.kms(
                question("decrypting the key by KMS", "kms:Decrypt"),
                client -> client.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                                .encryptionContext(aws.settings().encryptionContext()))
                        .plaintext()
                        .asByteArrayUnsafe()); // not a copy: the caller overwrites it
    }

    /** @throws io.ghekeeper.failure.Failure of a KMS or AWS kind */
    @SuppressWarnings("MissingSummary")
    public byte[] encrypt(String keyId, byte[] plaintext) {
        return aws.kms(
                question("encrypting by KMS key " + keyId, "kms:Encrypt"),
                client -> client.encrypt(request -> request.keyId(keyId)
                                .plaintext(SdkBytes.fromByteArray(plaintext))
                                .encryptionContext(aws.settings().encryptionContext()))
                        .ciphertextBlob()
                        .asByteArray());
    }

    /** What KMS says of a wrong encryption context depends on where it is looked at: a policy's condition only refuses. */
    private Question question(String doing, String action) {
        String context = aws.settings().encryptionContext().isEmpty()
                ? "empty"
                : new TreeMap<>(aws.settings().encryptionContext()).toString();
        return new Question(
                doing,
                CallFailures.ofKms("Allow " + action
                        + " on the KMS key to that role, in its policy and in the key's (docs/iam); where one of"
                        + " them has a condition on the encryption context, make kms.encryption-context (now " + context
                        + ") the same."));
    }
}
