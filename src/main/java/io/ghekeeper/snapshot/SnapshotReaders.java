package io.ghekeeper.snapshot;

import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Who reads a snapshot without a run, as an export of a repository does: none of these is deleted by the keep lane meanwhile. */
public final class SnapshotReaders {
    private static final String READING = "reading-";
    private static final String LOCK = ".lock";

    private final Path stateDirectory;
    private final Disk disk;

    public SnapshotReaders(Path stateDirectory, Disk disk) {
        this.stateDirectory = stateDirectory;
        this.disk = disk;
    }

    /** Says that this process reads a snapshot, until that is closed. Look afterwards whether it is still there. */
    public AliveLock begin(String snapshotId) throws IOException {
        Optional<AliveLock> lock = Optional.empty();
        while (lock.isEmpty()) {
            lock = AliveLock.take(disk, stateDirectory.resolve(READING + snapshotId + "." + UUID.randomUUID() + LOCK));
        }
        return lock.get();
    }

    /** Whether a living process reads it. Removes what killed ones left. */
    public boolean has(String snapshotId) throws IOException {
        boolean alive = false;
        try (DirectoryStream<Path> locks =
                Files.newDirectoryStream(stateDirectory, READING + snapshotId + ".*" + LOCK)) {
            for (Path one : locks) {
                Optional<AliveLock> left = AliveLock.take(disk, one);
                alive |= left.isEmpty();
                if (left.isPresent()) {
                    left.get().close();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return alive;
    }
}
