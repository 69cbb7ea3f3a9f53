package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.KeyDecryption;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A file with an identity of the archive, plain or encrypted by KMS.
 *
 * @param file a path; {@link #STANDARD_INPUT}
 * @param hint of what is wrong with it
 */
record IdentityFile(String file, String hint) {
    static final String STANDARD_INPUT = "-";

    private String place() {
        return file.equals(STANDARD_INPUT) ? "standard input" : "the identity file " + file;
    }

    /**
     * Reads it, and decrypts it where it is encrypted.
     *
     * @param kms is asked for only then
     * @throws Failure CONFIGURATION_INVALID where it is none; of a KEY, KMS or AWS kind
     */
    ArchiveIdentity read(Supplier<KmsSettings> kms, Map<String, String> environment) {
        byte[] text = bytes();
        if (!KeyDecryption.isEncrypted(text)) {
            return ArchiveIdentity.of(text, place());
        }
        byte[] secret = new KeyDecryption(kms.get(), environment).decryptText(text, place());
        return ArchiveIdentity.of(secret, "what KMS decrypted");
    }

    /**
     * Refuses a plain one. Nothing is decrypted.
     *
     * @throws Failure CONFIGURATION_INVALID
     */
    void requireEncrypted() {
        byte[] text = bytes();
        boolean encrypted = KeyDecryption.isEncrypted(text);
        Arrays.fill(text, (byte) 0);
        if (!encrypted) {
            throw invalid(place() + " has no identity that KMS encrypted, and a plain one is refused here");
        }
    }

    private byte[] bytes() {
        try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] text = in.readNBytes(ArchiveIdentity.LONGEST + 1);
            if (text.length > ArchiveIdentity.LONGEST) {
                Arrays.fill(text, (byte) 0);
                throw invalid(place() + " is larger than " + ArchiveIdentity.LONGEST / 1024
                        + " KiB, so it is not an identity");
            }
            return text;
        } catch (IOException e) {
            throw invalid(place() + " cannot be read: " + FileError.words(e));
        }
    }

    private Failure invalid(String message) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, message, hint);
    }
}
