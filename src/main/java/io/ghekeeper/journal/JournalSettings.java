package io.ghekeeper.journal;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where runs and the lease are kept.
 *
 * @param directory our own directory on the volume; made with mode 0700
 */
public record JournalSettings(Path directory) {
    public JournalSettings {
        Objects.requireNonNull(directory);
    }
}
