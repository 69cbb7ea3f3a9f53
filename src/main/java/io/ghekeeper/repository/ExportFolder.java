package io.ghekeeper.repository;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private folder beside the target of an export, on the same file system. It is removed at the end, or by the next export there. */
final class ExportFolder implements AutoCloseable {
    private static final String PREFIX = ".ghe-keeper-export.";

    private final Disk disk;
    private final Path folder;

    /**
     * Makes it.
     *
     * @param parent that the target is to be in
     */
    ExportFolder(Disk disk, Path parent) throws IOException {
        this.disk = disk;
        this.folder = parent.resolve(PREFIX + ProcessHandle.current().pid());
        removeLeft(parent);
        disk.createPrivateDirectory(folder);
    }

    /** Another process may be exporting to the same place: its own stays. */
    private void removeLeft(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "[0-9]*")) {
            for (Path left : folders) {
                String pid = left.getFileName().toString().substring(PREFIX.length());
                if (pid.matches("[0-9]{1,18}")
                        && (left.equals(folder)
                                || ProcessHandle.of(Long.parseLong(pid)).isEmpty())) {
                    new FolderRemoval(disk).remove(left);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
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

    @Override
    public void close() throws IOException {
        new FolderRemoval(disk).remove(folder);
    }
}
