package io.ghekeeper.volume;

import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The machine's own files. */
public final class LocalDisk implements Disk {
    private static final int PERMISSIONS = 07777;
    private static final Duration LONGEST_SYNC = Duration.ofHours(1);

    @Override
    public void createPrivateDirectory(Path directory) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    @Override
    public void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS))) {
            writeAll(channel, content);
        }
    }

    @Override
    public void overwrite(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            writeAll(channel, content);
            channel.truncate(content.length);
        }
    }

    @Override
    public void createPrivateFile(Path file, byte[] content) throws IOException {
        createFile(file, PosixFilePermissions.fromString("rw-------"), content);
    }

    @Override
    public void createFile(Path file, Set<PosixFilePermission> mode, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(mode))) {
            writeAll(channel, content);
        }
    }

    @Override
    public void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        Files.setPosixFilePermissions(file, mode);
    }

    /**
     * One look says what is left to do, after the time is set: most files were made with their owner and mode. The owner comes
     * before the mode, because it takes set-user-id away; the mode comes last, because it may keep us from opening the file.
     */
    @Override
    public void setFacts(Path file, int mode, int uid, int gid, FileTime modified) throws IOException {
        Map<String, Object> now = ExactTimes.set(file, modified);
        boolean given = setOwner(file, now, uid, gid);
        if (given || ((int) now.get("mode") & PERMISSIONS) != mode) {
            Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Override
    public void setLinkFacts(Path link, int uid, int gid, FileTime modified) throws IOException {
        setOwner(link, ExactTimes.set(link, modified), uid, gid);
    }

    private static boolean setOwner(Path file, Map<String, Object> now, int uid, int gid) throws IOException {
        boolean user = uid != ANY_OWNER && !now.get("uid").equals(uid);
        boolean group = gid != ANY_OWNER && !now.get("gid").equals(gid);
        if (user) {
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (group) {
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
        return user || group;
    }

    @Override
    public void writeAt(Path file, long offset, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            writeAll(channel.position(offset), content);
        }
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
            writeAll(channel, content);
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** By a program: the JDK can only wait for one file after the other. */
    @Override
    public void syncFileSystem(Path folder) throws IOException {
        new ShortCommand(LONGEST_SYNC).ask(List.of("sync", "-f", folder.toString()));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException {
        from.move(name, to, newName);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        directory.deleteFile(name);
    }

    @Override
    public void deleteDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        directory.deleteDirectory(name);
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        Files.createLink(link, existing);
    }

    @Override
    public void symbolicLink(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void write(FileChannel file, byte[] content) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(content), 0);
    }
}
