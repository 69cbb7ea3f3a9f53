package io.ghekeeper.volume;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Which volume, and what it must be.
 *
 * @param directory the data directory on it
 */
public record VolumeSettings(Path directory, Mount mount) {
    /** Where the data directory may lie. */
    public enum Mount {
        /** Not in a container's own layer, nor on its host's own disk; a machine's root file system is warned of. */
        DETECT,
        /** Not on the root file system, whatever it is, nor on a container's host's own disk. */
        REQUIRED,
        /** Anywhere. */
        ANY
    }

    /** Where the state directory of these snapshots belongs: on their file system, and not among them. */
    public static Path stateBeside(Path dataDirectory) {
        return dataDirectory.resolveSibling(dataDirectory.endsWith("ghe-keeper") ? "ghe-keeper-state" : "ghe-keeper");
    }

    public VolumeSettings {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(mount);
    }
}
