package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import java.nio.file.Path;
import java.util.Optional;

/** The identity of a rebuild or drill that no person begins: KMS encrypted it, and it is decrypted for that run only. */
final class RebuildIdentity {
    private static final String HINT = "Put what ghe-keeper archive keygen --kms printed into the file that"
            + " archive.rebuild-identity names. Until then: ghe-keeper rebuild --identity -";

    private final CoreAssembly core;

    RebuildIdentity(CoreAssembly core) {
        this.core = core;
    }

    /**
     * Refuses where there is none, or a plain one. KMS is not asked.
     *
     * @throws Failure CONFIGURATION_INVALID
     */
    void require() {
        if (isNeeded()) {
            file().requireEncrypted();
        }
    }

    /** The same, where the supervisor is to read the archive by itself. */
    void requireWhereAutomatic() {
        if (core.configuration().rebuild().choice() == RebuildChoice.AUTO
                || core.configuration().drill().fromArchive()) {
            require();
        }
    }

    private boolean isNeeded() {
        return core.configuration().archive().encryption() != ObjectEncryption.NONE;
    }

    private IdentityFile file() {
        return core.configuration()
                .rebuild()
                .identity()
                .map(Path::toString)
                .map(file -> new IdentityFile(file, HINT))
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "the archive is encrypted, and archive.rebuild-identity is not set",
                        HINT));
    }

    /**
     * Decrypts it, hands it on, and overwrites it when that is done.
     *
     * @throws Failure as {@link #require} does; of a KEY, KMS or AWS kind
     */
    <T, E extends Exception> T use(IdentityOption.IdentityUse<T, E> use) throws E {
        require();
        Optional<ArchiveIdentity> identity = isNeeded() ? Optional.of(read()) : Optional.empty();
        try {
            return use.with(identity);
        } finally {
            identity.ifPresent(ArchiveIdentity::close);
        }
    }

    private ArchiveIdentity read() {
        return file().read(() -> core.configuration().kms(), core.environment().environment());
    }
}
