package io.ghekeeper.volume;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a file system is mounted.
 *
 * @param type as the kernel names it: {@code ext4}, {@code overlay}
 */
public record MountPoint(Path path, String type, boolean readOnly) {
    public MountPoint {
        Objects.requireNonNull(path);
        Objects.requireNonNull(type);
    }

    /** Whether this is the root of all files, that is: nothing was mounted for the purpose. */
    public boolean isRoot() {
        return path.getNameCount() == 0;
    }

    @Override
    public String toString() {
        return path + " (" + type + ")";
    }
}
