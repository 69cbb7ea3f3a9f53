package io.ghekeeper.appliance;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A host key that was shown and found good.
 *
 * @param file the known_hosts file that pins it
 */
public record PinnedHostKey(HostKey key, Path file) {
    public PinnedHostKey {
        Objects.requireNonNull(key);
        Objects.requireNonNull(file);
    }
}
