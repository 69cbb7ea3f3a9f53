package io.ghekeeper.backup;

import io.ghekeeper.run.LimitSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * How often a backup is tried, and how long it may take.
 *
 * @param retries after the first try
 * @param retryDelay before the first retry
 */
public record BackupSettings(int retries, Duration retryDelay, LimitSettings limits) {
    public BackupSettings {
        Objects.requireNonNull(retryDelay);
        Objects.requireNonNull(limits);
        if (retries < 0) {
            throw new IllegalArgumentException("retries " + retries);
        }
    }
}
