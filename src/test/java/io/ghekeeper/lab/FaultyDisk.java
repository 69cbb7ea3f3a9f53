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

/** The machine's own files, of which one operation fails, or all from one on, or before one of which something happens. */
public final class FaultyDisk implements Disk {
    /** What a full volume says. */
    public static final String FULL = "No space left on device";

    private final Disk disk;
    private final int first;
    private final int last;
    private final Happening happening;
    private int operations;

    private FaultyDisk(int first, int last, Happening happening) {
        this(new LocalDisk(), first, last, happening);
    }

    private FaultyDisk(Disk disk, int first, int last, Happening happening) {
        this.disk = disk;
        this.first = first;
        this.last = last;
        this.happening = happening;
    }

    /** What others do to the files, or the failure. */
    public interface Happening {
        void happen() throws IOException;
    }

    /** Fails at none of them. */
    public static FaultyDisk sound() {
        return new FaultyDisk(0, 0, FaultyDisk::fail);
    }

    /** Fails at the n-th operation, from 1 on, and at no other. */
    public static FaultyDisk failingOnce(int n) {
        return new FaultyDisk(n, n, FaultyDisk::fail);
    }

    /** Fails at the n-th operation and at all after it. */
    public static FaultyDisk failingFrom(int n) {
        return new FaultyDisk(n, Integer.MAX_VALUE, FaultyDisk::fail);
    }

    /** The n-th operation and all after it fail as on a broken disk. No program is asked how full it is, which takes long. */
    public static FaultyDisk brokenFrom(int n, Disk disk) {
        return new FaultyDisk(disk, n, Integer.MAX_VALUE, () -> {
            throw new IOException("Input/output error");
        });
    }

    /** Something happens just before the n-th operation; none fails by itself. */
    public static FaultyDisk disturbedAt(int n, Happening happening) {
        return new FaultyDisk(n, n, happening);
    }

    /** Something happens just before each operation. */
    public static FaultyDisk disturbed(Happening happening) {
        return new FaultyDisk(1, Integer.MAX_VALUE, happening);
    }

    /** How many there were, failed ones among them. */
    public synchronized int operations() {
        return operations;
    }

    private synchronized Disk next() throws IOException {
        operations++;
        if (operations >= first && operations <= last) {
            happening.happen();
        }
        return disk;
    }

    private static void fail() throws IOException {
        throw new IOException(FULL);
    }

    @Override
    public void createPrivateDirectory(Path directory) throws IOException {
        next().createPrivateDirectory(directory);
    }

    @Override
    public void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        next().createDirectory(directory, mode);
    }

    @Override
    public void createFile(Path file, Set<PosixFilePermission> mode, byte[] content) throws IOException {
        next().createFile(file, mode, content);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        next().createDirectory(directory);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        next().write(file, content);
    }

    @Override
    public void overwrite(Path file, byte[] content) throws IOException {
        next().overwrite(file, content);
    }

    @Override
    public void createPrivateFile(Path file, byte[] content) throws IOException {
        next().createPrivateFile(file, content);
    }

    @Override
    public void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        next().setMode(file, mode);
    }

    @Override
    public void setFacts(Path file, int mode, int uid, int gid, FileTime modified) throws IOException {
        next().setFacts(file, mode, uid, gid, modified);
    }

    @Override
    public void setLinkFacts(Path link, int uid, int gid, FileTime modified) throws IOException {
        next().setLinkFacts(link, uid, gid, modified);
    }

    @Override
    public void writeAt(Path file, long offset, byte[] content) throws IOException {
        next().writeAt(file, offset, content);
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        next().append(file, content);
    }

    @Override
    public void sync(Path path) throws IOException {
        next().sync(path);
    }

    @Override
    public void syncFileSystem(Path folder) throws IOException {
        next().syncFileSystem(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        next().move(from, to);
    }

    @Override
    public void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException {
        next().move(from, name, to, newName);
    }

    @Override
    public void delete(Path path) throws IOException {
        next().delete(path);
    }

    @Override
    public void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        next().deleteFile(directory, name);
    }

    @Override
    public void deleteDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        next().deleteDirectory(directory, name);
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        next().link(link, existing);
    }

    @Override
    public void symbolicLink(Path link, Path target) throws IOException {
        next().symbolicLink(link, target);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return next().open(file);
    }

    @Override
    public void write(FileChannel file, byte[] content) throws IOException {
        next().write(file, content);
    }
}
