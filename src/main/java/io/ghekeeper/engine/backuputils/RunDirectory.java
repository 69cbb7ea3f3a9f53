package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.MountTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's own temporary directory: backup-utils' TMPDIR. Private, because later runs through an ssh master that an earlier
 * one left there would skip the checks of key and host key.
 */
final class RunDirectory {
    /** A socket's path may have 107 bytes; ssh adds this much to the directory's: {@code /.ghe-sshmux-12345678.} + 16. */
    private static final int ROOM_FOR_SOCKETS = 40;

    private static final int LONGEST_SOCKET_PATH = 107;

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    static RunDirectory create(Path parent, String runId) {
        Path path = parent.resolve(RunProcesses.DIRECTORY_PREFIX + runId);
        if (path.toString().length() > LONGEST_SOCKET_PATH - ROOM_FOR_SOCKETS) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "the temporary directory's name is too long for ssh's sockets: " + path,
                    "Set a shorter one with -Djava.io.tmpdir in GHE_KEEPER_JAVA_OPTS.");
        }
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new RunDirectory(path);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot make the temporary directory " + path + ": " + FileError.words(e),
                    "Check that " + parent + " is mounted, writable and not full.",
                    e);
        }
    }

    /** Those that dead runs left; symbolic links are none of ours. */
    static List<RunDirectory> leftBehind(Path parent) {
        List<RunDirectory> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, RunProcesses.DIRECTORY_PREFIX + "*")) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(new RunDirectory(entry));
                }
            }
        } catch (IOException unreadable) {
            // Nothing can have been left where nothing can be listed.
        }
        return found;
    }

    Path path() {
        return path;
    }

    String runId() {
        return path.getFileName().toString().substring(RunProcesses.DIRECTORY_PREFIX.length());
    }

    /** Removes it with all that is in it; what cannot be removed stays, and is tried again at the next start. */
    void delete() {
        try {
            if (!MountTable.ofThisProcess().within(path.toRealPath()).isEmpty()) {
                return; // what is mounted there is never this run's to remove
            }
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException stays) {
            // Temporary files without secrets; the next run has a directory of its own.
        }
    }
}
