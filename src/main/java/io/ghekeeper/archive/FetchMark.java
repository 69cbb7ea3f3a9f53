package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code incomplete} in a folder that a snapshot is fetched into. The engine takes nothing with that mark for a
 * snapshot, and it says what is being fetched, so that only a fetch of the same goes on there.
 */
final class FetchMark implements AutoCloseable {
    /** Beside the mark, in a folder whose name does not say whose it is: two fetches would remove each other's files. */
    static final String LOCK = ".ghe-keeper-fetch.lock";

    /** Of the mark. */
    static final String NAME = "incomplete";

    private static final String BESIDE = ".ghe-keeper-fetch-";
    private static final int LONGEST = 64 << 10;

    private final Disk disk;
    private final Path folder;
    private final Path file;
    private final boolean owned;
    private final String text;
    private Optional<AliveLock> lock = Optional.empty();

    /** Whether a path is at a name that a fetch needs in the folder for itself, or below one. */
    static boolean isNeeded(String path) {
        return List.of(NAME, LOCK, FileLinks.TRIED).contains(path.split("/", 2)[0]);
    }

    /** @param owned whether the name of the folder says whose it is: then it may have anything */
    @SuppressWarnings("MissingSummary")
    FetchMark(Disk disk, Path folder, boolean owned, String snapshotId, FetchPaths paths) {
        this.disk = disk;
        this.folder = folder;
        this.owned = owned;
        this.file = folder.resolve(NAME);
        this.text = "ghe-keeper archive fetch " + snapshotId + " " + paths + "\n";
    }

    /**
     * Makes the folder and the mark, where they are missing.
     *
     * @throws Failure CONFIGURATION_INVALID when the folder has anything that no fetch of the same put there
     */
    void put() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
            disk.sync(folder.toAbsolutePath().getParent());
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("is no folder");
        }
        if (!owned) {
            requireOwnOrEmpty();
            lock = AliveLock.take(disk, folder.resolve(LOCK));
            if (lock.isEmpty()) {
                throw refused("is being fetched into by another process");
            }
        }
        if (isThere()) {
            disk.setMode(folder, PosixFilePermissions.fromString("rwx------"));
            if (Files.exists(folder.resolve(FileLinks.TRIED), LinkOption.NOFOLLOW_LINKS)) {
                disk.delete(folder.resolve(FileLinks.TRIED)); // a fetch was killed while it tried
            }
            return;
        }
        disk.setMode(folder, PosixFilePermissions.fromString("rwx------"));
        if (!owned) {
            requireOwnOrEmpty(); // from now on, no other user can put anything there
        }
        disk.createPrivateFile(file, bytes(text));
        disk.sync(file);
        disk.sync(folder);
    }

    /** One that was killed while it wrote the mark has left a part of it, and nothing else. */
    private boolean isThere() throws IOException {
        try {
            byte[] found = SmallFile.read(file, LONGEST);
            if (Arrays.equals(found, bytes(text))) {
                return true;
            }
            if (!text.startsWith(new String(found, StandardCharsets.ISO_8859_1))) {
                throw refused("has what another fetch left there that was cut off");
            }
            disk.delete(file);
            return false;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** Before anything is put into it. */
    private void requireOwnOrEmpty() throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) || isEnding()) {
            return; // it says what is fetched there
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.endsWith(LOCK)) {
                    throw refused("is not empty");
                }
            }
        }
    }

    private Failure refused(String why) {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                folder + " " + why + ", so nothing is fetched into it",
                "Name another folder, which is empty or not there yet.");
    }

    /**
     * Takes the mark away. Until {@link #end}, another one lies beside the folder where this user may write there: a removal in
     * the folder would change its time.
     */
    void remove() throws IOException {
        Optional<Path> other = beside();
        if (other.isPresent() && !isEnding()) {
            disk.delete(other.get());
            disk.createPrivateFile(other.get(), bytes(text));
            disk.sync(other.get());
            disk.sync(other.get().getParent());
        }
        disk.delete(file);
        close();
    }

    /** The folder is complete, with its own mode and time. */
    void end() throws IOException {
        Optional<Path> other = beside();
        if (other.isPresent()) {
            disk.delete(other.get());
        }
    }

    /** Its name has the number of the folder: it is of no other one. */
    private Optional<Path> beside() throws IOException {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        return owned || parent == null || !Files.isWritable(parent)
                ? Optional.empty()
                : Optional.of(
                        parent.resolve(BESIDE + Files.getAttribute(folder, "unix:ino", LinkOption.NOFOLLOW_LINKS)));
    }

    /** Whether a fetch of the same was cut off at its very end. What another user put beside the folder says nothing. */
    private boolean isEnding() throws IOException {
        Optional<Path> other = beside();
        try {
            return other.isPresent()
                    && Arrays.equals(SmallFile.read(other.get(), LONGEST), bytes(text))
                    && Files.getAttribute(other.get(), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The mark stays: the next fetch goes on. */
    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
            lock = Optional.empty();
        }
    }
}
