package io.ghekeeper.rebuild;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the supervisor does by itself where the data directory has to be filled from the store.
 *
 * @param identity a file with the identity of the archive that KMS encrypted, for {@link RebuildChoice#AUTO}
 */
public record RebuildSettings(RebuildChoice choice, Optional<Path> identity) {
    public RebuildSettings {
        Objects.requireNonNull(choice);
        Objects.requireNonNull(identity);
    }

    /** What is done. */
    public enum RebuildChoice {
        /** It looks, and says so. A person decides. */
        ASK,
        /** It fills the directory before the first backup. */
        AUTO,
        /** It does not look. */
        OFF
    }
}
