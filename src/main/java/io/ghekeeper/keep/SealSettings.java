package io.ghekeeper.keep;

import io.ghekeeper.run.LimitSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether and for how long snapshots are sealed.
 *
 * @param enabled whether the supervisor begins seals by itself
 * @param limits of one seal
 * @param fsckTime for the repositories of one snapshot that git looks at; zero for none
 */
public record SealSettings(boolean enabled, LimitSettings limits, Duration fsckTime) {
    public SealSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(fsckTime);
    }
}
