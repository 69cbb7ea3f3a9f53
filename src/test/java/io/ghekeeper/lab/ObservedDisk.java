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

/** The machine's own disk, with an observer before each operation, which may make it fail or kill the process. */
public final class ObservedDisk implements Disk {
    /** Called before each operation. */
    public interface Observer {
        /**
         * May throw, and the operation fails with that; or not return.
         *
         * @param operation its name and paths, as {@code move /volume/a /volume/b}
         */
        void before(String operation) throws IOException;
    }

    private final Disk disk = new LocalDisk();
    private final Observer observer;

    /** @param observer is called by one thread at a time */
    @SuppressWarnings("MissingSummary")
    public ObservedDisk(Observer observer) {
        this.observer = operation -> {
            synchronized (this) {
                observer.before(operation);
            }
        };
    }

    @Override
    public void createPrivateDirectory(Path directory) throws IOException {
        observer.before("mkdir " + directory);
        disk.createPrivateDirectory(directory);
    }

    @Override
    public void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        observer.before("mkdir " + directory);
        disk.createDirectory(directory, mode);
    }

    @Override
    public void createFile(Path file, Set<PosixFilePermission> mode, byte[] content) throws IOException {
        observer.before("write " + file);
        disk.createFile(file, mode, content);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        observer.before("mkdir " + directory);
        disk.createDirectory(directory);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        observer.before("write " + file);
        disk.write(file, content);
    }

    @Override
    public void overwrite(Path file, byte[] content) throws IOException {
        observer.before("overwrite " + file);
        disk.overwrite(file, content);
    }

    @Override
    public void createPrivateFile(Path file, byte[] content) throws IOException {
        observer.before("write " + file);
        disk.createPrivateFile(file, content);
    }

    @Override
    public void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        observer.before("chmod " + file);
        disk.setMode(file, mode);
    }

    @Override
    public void setFacts(Path file, int mode, int uid, int gid, FileTime modified) throws IOException {
        observer.before("chown " + file);
        disk.setFacts(file, mode, uid, gid, modified);
    }

    @Override
    public void setLinkFacts(Path link, int uid, int gid, FileTime modified) throws IOException {
        observer.before("chown " + link);
        disk.setLinkFacts(link, uid, gid, modified);
    }

    @Override
    public void writeAt(Path file, long offset, byte[] content) throws IOException {
        observer.before("append " + file);
        disk.writeAt(file, offset, content);
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        observer.before("append " + file);
        disk.append(file, content);
    }

    @Override
    public void sync(Path path) throws IOException {
        observer.before("sync " + path);
        disk.sync(path);
    }

    @Override
    public void syncFileSystem(Path folder) throws IOException {
        observer.before("sync " + folder);
        disk.syncFileSystem(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        observer.before("rename " + from + " to " + to);
        disk.move(from, to);
    }

    @Override
    public void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException {
        observer.before("rename in the tree " + name + " to " + newName);
        disk.move(from, name, to, newName);
    }

    @Override
    public void delete(Path path) throws IOException {
        observer.before("delete " + path);
        disk.delete(path);
    }

    @Override
    public void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        observer.before("delete in the tree " + name);
        disk.deleteFile(directory, name);
    }

    @Override
    public void deleteDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        observer.before("delete folder in the tree " + name);
        disk.deleteDirectory(directory, name);
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        observer.before("link " + link);
        disk.link(link, existing);
    }

    @Override
    public void symbolicLink(Path link, Path target) throws IOException {
        observer.before("symlink " + link);
        disk.symbolicLink(link, target);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        observer.before("open " + file);
        return disk.open(file);
    }

    @Override
    public void write(FileChannel file, byte[] content) throws IOException {
        observer.before("write the lease");
        disk.write(file, content);
    }
}
