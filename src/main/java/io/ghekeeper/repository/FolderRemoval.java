package io.ghekeeper.repository;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes a private folder of ours and all that is in it. Follows no link. */
final class FolderRemoval extends SimpleFileVisitor<Path> {
    private final Disk disk;

    FolderRemoval(Disk disk) {
        this.disk = disk;
    }

    void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, this);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        disk.delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
        if (failed != null) {
            throw failed;
        }
        disk.delete(directory);
        return FileVisitResult.CONTINUE;
    }
}
