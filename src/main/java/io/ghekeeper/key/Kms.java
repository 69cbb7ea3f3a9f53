package io.ghekeeper.key;

import io.ghekeeper.failure.FailureKind;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/** Encryption and decryption by AWS's key management. */
final class Kms {
    private final Aws aws;

    Kms(Aws aws) {
        this.aws = aws;
    }

    byte[] decrypt(byte[] ciphertext) {
        try (KmsClient client = aws.kms()) {
            return client.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                            .encryptionContext(aws.settings().encryptionContext()))
                    .plaintext()
                    .asByteArray();
        } catch (SdkException e) {
            throw AwsFailures.of(e, call("decrypting the key by KMS", "kms:Decrypt"));
        }
    }

    byte[] encrypt(String keyId, byte[] plaintext) {
        try (KmsClient client = aws.kms()) {
            return client.encrypt(request -> request.keyId(keyId)
                            .plaintext(SdkBytes.fromByteArray(plaintext))
                            .encryptionContext(aws.settings().encryptionContext()))
                    .ciphertextBlob()
                    .asByteArray();
        } catch (SdkException e) {
            throw AwsFailures.of(e, call("encrypting by KMS key " + keyId, "kms:Encrypt"));
        }
    }

    /** What KMS says of a wrong encryption context depends on where it is looked at: a policy's condition only refuses. */
    private AwsFailures.Call call(String doing, String action) {
        String context = aws.settings().encryptionContext().isEmpty()
                ? "empty"
                : new TreeMap<>(aws.settings().encryptionContext()).toString();
        return new AwsFailures.Call(
                doing,
                "Allow " + action
                        + " on the KMS key to that role, in its policy and in the key's (docs/iam); where one of"
                        + " them has a condition on the encryption context, make kms.encryption-context (now " + context
                        + ") the same.",
                FailureKind.AWS_FAILED);
    }
}
