package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The files for what a process prints before its run has begun. {@link Journal#begin} makes such a file the run's log. A
 * process that is killed earlier leaves its file, which a later call of {@link #create} removes.
 */
public final class StartupLog {
    /** A process has begun its run by then, or never will. */
    private static final Duration LONGEST_START = Duration.ofHours(1);

    private static final String PREFIX = "starting-";

    private final Disk disk;
    private final Path directory;

    StartupLog(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * Makes an empty one.
     *
     * @throws Failure of a VOLUME kind
     */
    public Path create() {
        removeOld();
        Path file = directory.resolve(PREFIX + UUID.randomUUID() + ".log");
        try {
            disk.createPrivateFile(file, new byte[0]);
            return file;
        } catch (IOException e) {
            throw Unwritable.failure("cannot make " + file, directory, e);
        }
    }

    /** Whether a file is one of these. */
    public boolean isOne(Path file) {
        return directory.equals(file.getParent())
                && file.getFileName().toString().startsWith(PREFIX)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes one that no run took. One that cannot be removed now is removed when it is old. */
    public void remove(Path file) {
        try {
            disk.delete(file);
        } catch (IOException stays) {
            // It keeps no run from its beginning.
        }
    }

    private void removeOld() {
        FileTime old = FileTime.from(Instant.now().minus(LONGEST_START));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*.log")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
                    remove(file);
                }
            }
        } catch (IOException unreadable) {
            // What is wrong is said where the new file is made.
        }
    }
}
