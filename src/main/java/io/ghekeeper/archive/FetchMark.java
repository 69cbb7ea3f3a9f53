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
import java.util.Optional;

/**
 * The file {@code incomplete} in a folder that a snapshot is fetched into. The engine takes nothing with that mark for a
 * snapshot, and it says what is being fetched, so that only a fetch of the same goes on there.
 */
final class FetchMark implements AutoCloseable {
    /** Beside the mark, in a folder whose name does not say whose it is: two fetches would remove each other's files. */
    static final String LOCK = ".ghe-keeper-fetch.lock";

    private static final String NAME = "incomplete";
    private static final int LONGEST = 64 << 10;

    private final Disk disk;
    private final Path folder;
    private final Path file;
    private final boolean owned;
    private final byte[] text;
    private Optional<AliveLock> lock = Optional.empty();

    /** @param owned whether the name of the folder says whose it is: then it may have anything */
    @SuppressWarnings("MissingSummary")
    FetchMark(Disk disk, Path folder, boolean owned, String snapshotId, FetchPaths paths) {
        this.disk = disk;
        this.folder = folder;
        this.owned = owned;
        this.file = folder.resolve(NAME);
        this.text =
                ("ghe-keeper archive fetch " + snapshotId + " " + paths + "\n").getBytes(StandardCharsets.ISO_8859_1);
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
            return;
        }
        disk.setMode(folder, PosixFilePermissions.fromString("rwx------"));
        if (!owned) {
            requireOwnOrEmpty(); // from now on, no other user can put anything there
        }
        disk.createPrivateFile(file, text);
        disk.sync(file);
        disk.sync(folder);
    }

    /** One that was killed while it wrote the mark has left a part of it, and nothing else. */
    private boolean isThere() throws IOException {
        try {
            byte[] found = SmallFile.read(file, LONGEST);
            if (Arrays.equals(found, text)) {
                return true;
            }
            if (!new String(text, StandardCharsets.ISO_8859_1)
                    .startsWith(new String(found, StandardCharsets.ISO_8859_1))) {
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
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
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

    void remove() throws IOException {
        disk.delete(file);
        close();
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
