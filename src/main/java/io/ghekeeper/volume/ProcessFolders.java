package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Folders that each belong to one process: a lock beside each shows that this is alive. The lock is taken first, and goes last. */
public final class ProcessFolders {
    private static final String LOCK = ".lock";

    private ProcessFolders() {}

    /** How a folder is removed; it may be gone already. */
    public interface FolderTask {
        /** Removes it. */
        void remove(Path folder) throws IOException;
    }

    /** Takes the lock of a folder that is to be made; nothing where another process has it. */
    public static Optional<AliveLock> lock(Disk disk, Path folder) throws IOException {
        return AliveLock.take(disk, folder.resolveSibling(folder.getFileName() + LOCK));
    }

    /**
     * Removes those that no process has locked.
     *
     * @param prefix of their names
     */
    @SuppressWarnings("try") // the lock is there to be closed
    public static void removeDead(Disk disk, Path parent, String prefix, FolderTask removal) throws IOException {
        for (Path folder : all(parent, prefix)) {
            Optional<AliveLock> dead = lock(disk, folder);
            if (dead.isPresent()) {
                try (AliveLock taken = dead.get()) {
                    removal.remove(folder);
                }
            }
        }
    }

    /** Also those of which the lock alone is left. */
    private static Set<Path> all(Path parent, String prefix) throws IOException {
        Set<Path> all = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                all.add(file.resolveSibling(
                        name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
