package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the snapshots are.
 *
 * @param directory GHE_DATA_DIR: absolute and without blanks, as backup-utils needs it
 */
public record DataSettings(Path directory) {
    public DataSettings {
        Objects.requireNonNull(directory);
    }
}
