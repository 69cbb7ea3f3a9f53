package io.ghekeeper.engine.backuputils;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which backup-utils, and how it is asked to work.
 *
 * @param home the folder that holds {@code bin/ghe-backup}
 * @param version its release where its own version file is not to be believed
 * @param keepSnapshots how many snapshots its own pruning leaves, at least 1
 * @param options further backup-utils variables, {@code GHE_...} to value; those that fight ours are refused when the
 *     configuration is read
 * @param stopGrace how long a stopped engine may take to end by itself before it is killed
 */
public record EngineSettings(
        Path home, Optional<String> version, int keepSnapshots, Map<String, String> options, Duration stopGrace) {
    public EngineSettings {
        Objects.requireNonNull(home);
        Objects.requireNonNull(stopGrace);
        Objects.requireNonNull(version);
        options = Map.copyOf(options);
        if (keepSnapshots < 1) {
            throw new IllegalArgumentException("keepSnapshots " + keepSnapshots);
        }
    }
}
