package io.ghekeeper.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the engine copies from and to; for a restore, the other way round.
 *
 * @param knownHosts without blanks in its path, because an engine may split ssh options at blanks
 * @param restoredHosts believed beside it, there or not; without blanks, too
 */
public record Origin(
        String host, int port, String user, Path knownHosts, Optional<Path> restoredHosts, Path dataDirectory) {
    public Origin {
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Objects.requireNonNull(knownHosts);
        Objects.requireNonNull(restoredHosts);
        Objects.requireNonNull(dataDirectory);
    }
}
