package io.ghekeeper.config;

import java.util.Objects;

/**
 * What {@link ConfigurationReader} found.
 *
 * @param configuration for the program
 * @param effective for people: every key, its value and where it came from
 */
public record LoadedConfiguration(Configuration configuration, EffectiveConfiguration effective) {
    public LoadedConfiguration {
        Objects.requireNonNull(configuration);
        Objects.requireNonNull(effective);
    }
}
