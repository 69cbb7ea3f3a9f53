package io.ghekeeper.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where runs and the lease are kept, and how many runs.
 *
 * @param directory our own directory on the volume; made with mode 0700
 * @param keep the most runs that are kept
 * @param keepFor the longest that a run is kept
 * @param memory a memory-backed place for what cannot be recorded while the volume is full or read-only
 */
public record JournalSettings(Path directory, int keep, Duration keepFor, Optional<Path> memory) {
    /** Without such a place. */
    public JournalSettings(Path directory, int keep, Duration keepFor) {
        this(directory, keep, keepFor, Optional.empty());
    }

    public JournalSettings {
        Objects.requireNonNull(memory);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(keepFor);
        if (keep < 1) {
            throw new IllegalArgumentException("keep " + keep);
        }
    }
}
