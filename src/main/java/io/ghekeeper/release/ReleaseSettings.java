package io.ghekeeper.release;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** @param file a table of releases in place of the program's own */
@SuppressWarnings("MissingSummary")
public record ReleaseSettings(Optional<Path> file) {
    public ReleaseSettings {
        Objects.requireNonNull(file);
    }
}
