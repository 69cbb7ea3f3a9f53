package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are there whole or not at all, also after a crash of the machine. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes beside, syncs, renames, and syncs the directory that now names the new content. */
    public static void write(Disk disk, Path file, byte[] content) throws IOException {
        Path beside = beside(file);
        disk.write(beside, content);
        rename(disk, beside, file);
    }

    /** The same for a file that no other user may read or write, whatever the umask is and whatever lies beside it. */
    public static void writePrivate(Disk disk, Path file, byte[] content) throws IOException {
        Path beside = beside(file);
        disk.delete(beside);
        disk.createPrivateFile(beside, content);
        rename(disk, beside, file);
    }

    /**
     * Replaces a file of a person's, and keeps its mode. The file beside it has a name that no person gives.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such file
     */
    public static void replace(Disk disk, Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".ghe-keeper.new");
        disk.delete(beside);
        try {
            disk.createPrivateFile(beside, content);
            disk.setMode(beside, Files.getPosixFilePermissions(file));
            rename(disk, beside, file);
        } finally {
            disk.delete(beside);
        }
    }

    /**
     * Writes into a file that holds room for it, and renames that: works on a full volume, too.
     *
     * @param reserve on the same file system; gone afterwards
     */
    public static void writeInto(Disk disk, Path reserve, Path file, byte[] content) throws IOException {
        disk.overwrite(reserve, content);
        rename(disk, reserve, file);
    }

    /** Where a file is written before it is renamed. A process that is killed leaves it there. */
    public static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /**
     * Puts a file that was written beside in its place. It is on disk when this returns.
     *
     * @param beside in the same directory; gone afterwards
     */
    public static void rename(Disk disk, Path beside, Path file) throws IOException {
        disk.sync(beside);
        disk.move(beside, file);
        disk.sync(file.toAbsolutePath().getParent());
    }
}
