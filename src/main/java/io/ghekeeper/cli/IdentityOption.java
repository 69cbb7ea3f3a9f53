package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.KeyDecryption;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command reads the identity of age that decrypts the archive. */
final class IdentityOption {
    static final String STANDARD_INPUT = "-";
    private static final String HINT =
            "Give the file with the identity, or --identity - to read it from standard input.";

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = {
                "The age identity that decrypts the archive; - for standard input. It is never written anywhere.",
                "What archive keygen --kms printed is decrypted by KMS."
            })
    private String file;

    /** What an identity is for. */
    interface IdentityUse<T, E extends Exception> {
        /** @param identity nothing where none is given */
        @SuppressWarnings("MissingSummary")
        T with(Optional<ArchiveIdentity> identity) throws E;
    }

    /**
     * Reads it, hands it on, and overwrites it when that is done.
     *
     * @throws Failure CONFIGURATION_INVALID where it is none; of a KEY, KMS or AWS kind
     */
    <T, E extends Exception> T use(RootCommand root, IdentityUse<T, E> use) throws E {
        Optional<ArchiveIdentity> identity = read(root);
        try {
            return use.with(identity);
        } finally {
            identity.ifPresent(ArchiveIdentity::close);
        }
    }

    private Optional<ArchiveIdentity> read(RootCommand root) {
        if (file == null) {
            return Optional.empty();
        }
        String place = file.equals(STANDARD_INPUT) ? "standard input" : "the identity file " + file;
        byte[] text = bytes(place);
        if (!KeyDecryption.isEncrypted(text)) {
            return Optional.of(ArchiveIdentity.of(text, place));
        }
        byte[] secret = new KeyDecryption(root.kmsSettings(), root.world().environment()).decryptText(text, place);
        return Optional.of(ArchiveIdentity.of(secret, "what KMS decrypted"));
    }

    private byte[] bytes(String place) {
        try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] text = in.readNBytes(ArchiveIdentity.LONGEST + 1);
            if (text.length > ArchiveIdentity.LONGEST) {
                Arrays.fill(text, (byte) 0);
                throw invalid(
                        place + " is larger than " + ArchiveIdentity.LONGEST / 1024 + " KiB, so it is not an identity");
            }
            return text;
        } catch (IOException e) {
            throw invalid(place + " cannot be read: " + FileError.words(e));
        }
    }

    private static Failure invalid(String message) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, message, HINT);
    }
}
