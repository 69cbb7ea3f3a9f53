package io.ghekeeper.key;

import io.ghekeeper.failure.FailureKind;
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
            throw AwsFailures.of(e, "decrypting the key by KMS", FailureKind.AWS_FAILED);
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
            throw AwsFailures.of(e, "encrypting by KMS key " + keyId, FailureKind.AWS_FAILED);
        }
    }
}
