package io.ghekeeper.volume;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What it means that something on the volume could not be written. */
public final class Unwritable {
    /** What to do when no room is left. */
    public static final String ENLARGE = "Enlarge the volume, or see what may go: ghe-keeper retention plan";

    static final String MORE_INODES = "Remove the oldest snapshots by hand, or move to a file system with more inodes.";

    private Unwritable() {}

    /**
     * The failure of a write: VOLUME_FULL, VOLUME_OUT_OF_INODES or VOLUME_UNUSABLE.
     *
     * @param what could not be done, as {@code cannot write /data/ghe-keeper}
     * @param place that it was to be done at or below; it may be missing
     */
    public static Failure failure(String what, Path place, IOException cause) {
        String why = why(cause);
        if (!isForLackOfRoom(cause)) {
            return new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    what + ": " + why,
                    "Check that the volume is mounted, and readable and writable for this user.",
                    cause);
        }
        boolean inodes = outOfInodes(place);
        return new Failure(
                inodes ? FailureKind.VOLUME_OUT_OF_INODES : FailureKind.VOLUME_FULL,
                what + ": " + (inodes ? "no inode is left" : why),
                inodes ? MORE_INODES : ENLARGE,
                cause);
    }

    /** Whether nothing could be written because no room is left, or no inode. */
    public static boolean isForLackOfRoom(IOException cause) {
        String words = String.valueOf(cause.getMessage());
        return words.contains("No space left") || words.contains("quota exceeded");
    }

    /** A file system that is out of inodes says that no space is left on it. */
    static boolean outOfInodes(Path place) {
        try {
            return DiskSpace.at(existing(place)).lacksInodes();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Path existing(Path place) {
        Path there = place.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** The system's words. Some exceptions of the JDK's have a file's name for their only message. */
    private static String why(IOException cause) {
        if (cause instanceof NoSuchFileException missing && missing.getReason() == null) {
            Path file = Path.of(String.valueOf(missing.getFile())).toAbsolutePath();
            Path parent = file.getParent();
            return "there is no " + (parent == null || Files.exists(parent) ? file : "folder " + parent);
        }
        if (cause instanceof AccessDeniedException denied && denied.getReason() == null) {
            return "permission denied: " + denied.getFile();
        }
        return FileError.words(cause);
    }
}
