package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the snapshots are.
 *
 * @param directory GHE_DATA_DIR: absolute and without blanks, as backup-utils needs it
 * @param keepIncomplete how long the incomplete snapshot of a dead run stays
 */
public record DataSettings(Path directory, Duration keepIncomplete) {
    public DataSettings {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(keepIncomplete);
    }
}
