package io.ghekeeper.repository;

import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.ProcessFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;

/** A private folder beside the target of an export, on the same file system. It is removed at the end, or by the next export there. */
final class ExportFolder implements AutoCloseable {
    private static final String PREFIX = ".ghe-keeper-export.";

    private final Disk disk;
    private final Path folder;
    private final AliveLock lock;

    /**
     * Makes it.
     *
     * @param parent that the target is to be in
     */
    ExportFolder(Disk disk, Path parent) throws IOException {
        this.disk = disk;
        this.folder = parent.resolve(PREFIX + UUID.randomUUID());
        // Another process may be exporting to the same place: its own stays.
        ProcessFolders.removeDead(disk, parent, PREFIX, dead -> remove(disk, dead));
        this.lock = ProcessFolders.lock(disk, folder).orElseThrow(() -> new IOException(folder + " is taken"));
        boolean made = false;
        try {
            disk.createPrivateDirectory(folder);
            made = true;
        } finally {
            if (!made) {
                lock.close();
            }
        }
    }

    private static void remove(Disk disk, Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            new FolderRemoval(disk).remove(folder);
        }
    }

    /** A folder in it that is made. */
    Path made(String name) throws IOException {
        Path made = folder.resolve(name);
        disk.createPrivateDirectory(made);
        return made;
    }

    /** What is not there yet. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** The lock goes last: the folder is never there without it. */
    @Override
    public void close() throws IOException {
        try (lock) {
            remove(disk, folder);
        }
    }
}
