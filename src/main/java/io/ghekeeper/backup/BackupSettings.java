package io.ghekeeper.backup;

import java.time.Duration;
import java.util.Objects;

/**
 * How often a backup is tried, and how long it may take.
 *
 * @param retries after the first try
 * @param retryDelay before the first retry
 * @param timeLimit for the whole run
 * @param silenceLimit without a line printed or a byte arrived
 */
public record BackupSettings(int retries, Duration retryDelay, Duration timeLimit, Duration silenceLimit) {
    public BackupSettings {
        Objects.requireNonNull(retryDelay);
        Objects.requireNonNull(timeLimit);
        Objects.requireNonNull(silenceLimit);
        if (retries < 0) {
            throw new IllegalArgumentException("retries " + retries);
        }
    }
}
