package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is true of an entry on any volume.
 *
 * @param mode the permission bits with set-user-id, set-group-id and sticky: 0 to 07777
 * @param size in bytes; 0 for all but files, whose size says something everywhere
 * @param modified with nanoseconds
 * @param target of a link, as {@link PathBytes}
 * @param device of a device file: the number as stat(2) has it; 0 for all others
 */
public record EntryFacts(
        EntryType type, int mode, int uid, int gid, long size, Instant modified, Optional<String> target, long device) {
    public EntryFacts {
        Objects.requireNonNull(type);
        Objects.requireNonNull(modified);
        Objects.requireNonNull(target);
    }

    public boolean isFile() {
        return type == EntryType.FILE;
    }

    public boolean isFolder() {
        return type == EntryType.DIRECTORY;
    }
}
