package io.ghekeeper.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where runs and the lease are kept, and how many runs.
 *
 * @param directory our own directory on the volume; made with mode 0700
 * @param keep the most runs that are kept
 * @param keepFor the longest that a run is kept
 */
public record JournalSettings(Path directory, int keep, Duration keepFor) {
    public JournalSettings {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(keepFor);
        if (keep < 1) {
            throw new IllegalArgumentException("keep " + keep);
        }
    }
}
