package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command reads the identity of age that decrypts the archive. */
final class IdentityOption {
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

    boolean isGiven() {
        return file != null;
    }

    private Optional<ArchiveIdentity> read(RootCommand root) {
        return Optional.ofNullable(file)
                .map(given -> new IdentityFile(given, HINT)
                        .read(root::kmsSettings, root.world().environment()));
    }
}
