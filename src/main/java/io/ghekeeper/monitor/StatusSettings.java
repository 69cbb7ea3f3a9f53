package io.ghekeeper.monitor;

import java.time.Duration;
import java.util.Objects;

/**
 * What the state is judged by, and whose state it is.
 *
 * @param maxAge of the last good backup, beyond which the state is bad
 * @param appliance host of the appliance that is backed up, as it is configured
 */
public record StatusSettings(Duration maxAge, String appliance) {
    public StatusSettings {
        Objects.requireNonNull(maxAge);
        Objects.requireNonNull(appliance);
    }
}
