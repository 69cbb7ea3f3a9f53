package io.ghekeeper.restore;

import io.ghekeeper.run.LimitSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a restore may take.
 *
 * @param shutdownGrace for which a supervisor, after the signal to end, waits for a running restore
 */
public record RestoreSettings(LimitSettings limits, Duration shutdownGrace) {
    public RestoreSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(shutdownGrace);
    }
}
