package io.ghekeeper.engine;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the engine copies from and to; for a restore, the other way round.
 *
 * @param knownHosts without blanks in its path, because backup-utils splits ssh options at blanks
 */
public record Origin(String host, int port, String user, Path knownHosts, Path dataDirectory) {
    public Origin {
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Objects.requireNonNull(knownHosts);
        Objects.requireNonNull(dataDirectory);
    }
}
