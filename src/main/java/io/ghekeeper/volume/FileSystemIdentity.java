package io.ghekeeper.volume;

import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Which file system inode numbers belong to. The number of its device changes at a remount; a copy of all its files has
 * other inodes. So it is known by a file that we made on it: by its content, its inode, and one of two further signs. Its
 * time of change stays at a remount, and not when its owner is set again. The id of statfs(2) is the other way round on XFS.
 *
 * @param id what the file holds, made by chance
 * @param changed the file's time of change
 * @param fileSystem the id of statfs(2), in hexadecimal
 */
public record FileSystemIdentity(String id, long inode, String changed, String fileSystem) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LONGEST = 64;
    private static final String NONE = "0";

    public FileSystemIdentity {
        Objects.requireNonNull(id);
        Objects.requireNonNull(changed);
        Objects.requireNonNull(fileSystem);
    }

    /**
     * Reads it, and makes its file where that is missing.
     *
     * @param marker the file; it is never changed
     */
    public static FileSystemIdentity of(Disk disk, Path marker) throws IOException {
        if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFile.writePrivate(disk, marker, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        Map<String, Object> shown = Files.readAttributes(marker, "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS);
        return new FileSystemIdentity(
                new String(SmallFile.read(marker, LONGEST), StandardCharsets.US_ASCII),
                (long) shown.get("ino"),
                shown.get("ctime").toString(),
                new ShortCommand(LIMIT).ask(List.of("stat", "-f", "-c", "%i", marker.toString())));
    }

    /** Whether an inode number that was noted under the other one means the same file under this one. */
    public boolean isSame(FileSystemIdentity other) {
        boolean sameId = fileSystem.equals(other.fileSystem) && !fileSystem.equals(NONE);
        return id.equals(other.id) && inode == other.inode && (sameId || changed.equals(other.changed));
    }
}
