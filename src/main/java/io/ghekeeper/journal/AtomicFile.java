package io.ghekeeper.journal;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** Files that are there whole or not at all, also after a crash of the machine. */
final class AtomicFile {
    private AtomicFile() {}

    /** Writes beside, syncs, renames, and syncs the directory that now names the new content. */
    static void write(Disk disk, Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        disk.write(beside, content);
        disk.sync(beside);
        disk.move(beside, file);
        disk.sync(file.toAbsolutePath().getParent());
    }
}
