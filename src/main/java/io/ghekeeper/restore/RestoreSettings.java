package io.ghekeeper.restore;

import io.ghekeeper.run.LimitSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a restore may take.
 *
 * @param shutdownGrace for which a supervisor that is told to end waits for a restore at work
 */
public record RestoreSettings(LimitSettings limits, Duration shutdownGrace) {
    public RestoreSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(shutdownGrace);
    }
}
