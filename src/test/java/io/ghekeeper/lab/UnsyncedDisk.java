package io.ghekeeper.lab;

import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The machine's own files without a wait for the disk: a test whose machine keeps its power needs none. */
public final class UnsyncedDisk implements Disk {
    private final Disk disk = new LocalDisk();

    @Override
    public void createPrivateDirectory(Path directory) throws IOException {
        disk.createPrivateDirectory(directory);
    }

    @Override
    public void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        disk.createDirectory(directory, mode);
    }

    @Override
    public void createFile(Path file, Set<PosixFilePermission> mode, byte[] content) throws IOException {
        disk.createFile(file, mode, content);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        disk.write(file, content);
    }

    @Override
    public void overwrite(Path file, byte[] content) throws IOException {
        disk.overwrite(file, content);
    }

    @Override
    public void createPrivateFile(Path file, byte[] content) throws IOException {
        disk.createPrivateFile(file, content);
    }

    @Override
    public void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        disk.setMode(file, mode);
    }

    @Override
    public void setFacts(Path file, int mode, int uid, int gid, FileTime modified) throws IOException {
        disk.setFacts(file, mode, uid, gid, modified);
    }

    @Override
    public void setLinkFacts(Path link, int uid, int gid, FileTime modified) throws IOException {
        disk.setLinkFacts(link, uid, gid, modified);
    }

    @Override
    public void writeAt(Path file, long offset, byte[] content) throws IOException {
        disk.writeAt(file, offset, content);
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        disk.append(file, content);
    }

    @Override
    public void sync(Path path) {}

    @Override
    public void syncFileSystem(Path folder) {}

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException {
        disk.move(from, name, to, newName);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        disk.deleteFile(directory, name);
    }

    @Override
    public void deleteDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        disk.deleteDirectory(directory, name);
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        disk.link(link, existing);
    }

    @Override
    public void symbolicLink(Path link, Path target) throws IOException {
        disk.symbolicLink(link, target);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public void write(FileChannel file, byte[] content) throws IOException {
        disk.write(file, content);
    }
}
