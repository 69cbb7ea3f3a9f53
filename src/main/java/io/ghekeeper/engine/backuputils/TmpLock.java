package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.LiveProcess;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The lock on backup-utils' progress folder, for the users of one machine. The folder itself is locked (flock(2)), and not
 * a file beside it: no user can be kept out by the mode of a file, or led elsewhere by a link.
 */
final class TmpLock {
    private static final int LONGEST_COMMAND = 80;
    private static final int PID = 4;
    private static final int FILE = 5;

    private final Path folder;

    TmpLock(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /**
     * Makes the folder where it is missing, for all users as backup-utils makes it.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    void prepare() {
        try {
            Files.createDirectory(folder);
            // The umask took something away.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (FileAlreadyExistsException there) {
            requireUsable();
        } catch (IOException e) {
            throw unusable("cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * That this user could lock and fill the folder.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    void requireUsable() {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw unusable("is no directory", null);
        }
        if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
            throw unusable("is closed to this user", null);
        }
    }

    private Failure unusable(String why, Exception cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "the progress folder of backup-utils, " + folder + ", " + why,
                "Find out who made it, and remove it.",
                cause);
    }

    /** The process that holds the lock, for people; the kernel lists it in {@code /proc/locks}. */
    String holder() {
        try {
            String inode = ":" + Files.getAttribute(folder, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            for (String line : Files.readAllLines(Path.of("/proc/locks"), StandardCharsets.ISO_8859_1)) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > FILE && fields[1].equals("FLOCK") && fields[FILE].endsWith(inode)) {
                    return "pid " + fields[PID] + described(fields[PID]);
                }
            }
        } catch (IOException unseen) {
            // Another container's processes are not seen from here.
        }
        return "a process that is not seen from here";
    }

    private static String described(String pid) {
        if (!pid.matches("[1-9][0-9]{0,9}")) {
            return "";
        }
        return new ProcessTable()
                .find(Long.parseLong(pid))
                .map(TmpLock::described)
                .orElse("");
    }

    private static String described(LiveProcess process) {
        return " (" + process.commandLine(LONGEST_COMMAND)
                + RunProcesses.runOf(process).map(run -> ", run " + run).orElse("") + ")";
    }
}
