package io.ghekeeper.monitor;

import java.time.Duration;
import java.util.Objects;

/** @param maxAge of the last good backup, beyond which the state is bad */
@SuppressWarnings("MissingSummary")
public record StatusSettings(Duration maxAge) {
    public StatusSettings {
        Objects.requireNonNull(maxAge);
    }
}
