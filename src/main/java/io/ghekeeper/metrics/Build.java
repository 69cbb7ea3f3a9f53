package io.ghekeeper.metrics;

import java.util.Objects;
import java.util.Optional;

/**
 * Which program runs.
 *
 * @param revision of the sources, where the build knew it
 */
public record Build(String version, Optional<String> revision, String javaVersion) {
    public Build {
        Objects.requireNonNull(version);
        Objects.requireNonNull(revision);
        Objects.requireNonNull(javaVersion);
    }
}
