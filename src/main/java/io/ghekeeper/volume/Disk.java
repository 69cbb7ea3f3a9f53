package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Every change of ours to files on the volume, one method for each. A seam, so that tests can fail or kill at the n-th
 * operation, for every n: what is written past it is not covered by the crash matrix.
 *
 * <p>Nothing here follows a symbolic link in a path's last element, and nothing is retried.
 */
public interface Disk {
    /** No uid or gid. */
    int ANY_OWNER = -1;

    /** Makes a directory that only its owner may enter. */
    void createPrivateDirectory(Path directory) throws IOException;

    /** Makes a directory as the umask has it. */
    void createDirectory(Path directory) throws IOException;

    /** Makes a directory with this mode, less what the umask takes; fails where there is anything of its name. */
    void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException;

    /** Makes a file, or replaces what is in it. On disk after {@link #sync} only. */
    void write(Path file, byte[] content) throws IOException;

    /**
     * Replaces what is in a file that is there, block by block: takes no more room than the file has, unless the content is
     * longer, or the file system never writes to the same place twice.
     */
    void overwrite(Path file, byte[] content) throws IOException;

    /** Makes a file that only its owner may read and write; fails where there is anything of its name. */
    void createPrivateFile(Path file, byte[] content) throws IOException;

    /** Makes a file with this mode, less what the umask takes; fails where there is anything of its name. */
    void createFile(Path file, Set<PosixFilePermission> mode, byte[] content) throws IOException;

    /** Sets who may read, write and execute a file, whatever the umask is. */
    void setMode(Path file, Set<PosixFilePermission> mode) throws IOException;

    /**
     * Sets whose a file or folder is, when it was modified, and its mode. It has to be readable; what is right is left.
     *
     * @param mode 0 to 07777
     * @param uid and {@code gid}: {@link #ANY_OWNER} leaves what is there
     */
    void setFacts(Path file, int mode, int uid, int gid, FileTime modified) throws IOException;

    /**
     * The same of a symbolic link, which has no mode.
     *
     * @param uid and {@code gid}: {@link #ANY_OWNER} leaves what is there
     */
    void setLinkFacts(Path link, int uid, int gid, FileTime modified) throws IOException;

    /** Writes into a file that is there, from an offset in bytes on. What lies before it and was not written is zeros. */
    void writeAt(Path file, long offset, byte[] content) throws IOException;

    /** Adds to a file's end, and makes it where it is missing. */
    void append(Path file, byte[] content) throws IOException;

    /** Waits until a file's content, or a directory's names, have reached the disk. */
    void sync(Path path) throws IOException;

    /** Waits until all that was written to the file system of a folder has reached the disk: for very many files. */
    void syncFileSystem(Path folder) throws IOException;

    /** Renames within one file system, at once and whole, over what bears the new name. */
    void move(Path from, Path to) throws IOException;

    /** The same from one open directory to another, whatever their paths have become. */
    void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException;

    /** Removes a file, a link or an empty directory; nothing where there is none. */
    void delete(Path path) throws IOException;

    /** Removes a file or link of an open directory, whatever its path has become. */
    void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException;

    /** Removes an empty directory of an open directory. */
    void deleteDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException;

    void link(Path link, Path existing) throws IOException;

    void symbolicLink(Path link, Path target) throws IOException;

    /** Opens a file to lock it, and makes it where it is missing. */
    FileChannel open(Path file) throws IOException;

    /** Replaces what is in an open file. */
    void write(FileChannel file, byte[] content) throws IOException;
}
