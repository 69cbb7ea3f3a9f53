package io.ghekeeper.run;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a run may take.
 *
 * @param section of the configuration that holds them: {@code backup}
 * @param time for the whole run
 * @param silence without a line printed or a byte moved
 */
public record LimitSettings(String section, Duration time, Duration silence) {
    public LimitSettings {
        Objects.requireNonNull(section);
        Objects.requireNonNull(time);
        Objects.requireNonNull(silence);
    }
}
