package io.ghekeeper.archive;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an archive is, and how it is read.
 *
 * @param stateDirectory gets a folder for temporary files, with the packs that are being read: decrypted, for its owner alone
 * @param store below the prefix of the appliance; stays the caller's to close
 * @param identity stays the caller's to close; nothing where the archive is not encrypted
 * @param lanes how many packs are read at the same time; of more, as many as memory holds
 */
public record ArchiveAccess(
        Path stateDirectory, Disk disk, ObjectStore store, Optional<ArchiveIdentity> identity, int lanes) {
    /** Each may have some 10 MiB in memory: a file of 4 MiB twice, the index of a pack, and two frames. */
    private static final int MOST_LANES = 8;

    public ArchiveAccess {
        lanes = Math.min(lanes, MOST_LANES);
    }

    /** The same, with temporary files elsewhere. */
    public ArchiveAccess in(Path folder) {
        return new ArchiveAccess(folder, disk, store, identity, lanes);
    }

    /** Work that reads the archive. */
    interface ReadingTask<T> {
        T run() throws IOException, InterruptedException;
    }

    /** For what is read, until it is closed. */
    WorkFolder workFolder(ArchiveProgress progress) throws IOException {
        return WorkFolder.withoutDead(disk, stateDirectory, progress::requireGoOn);
    }

    ObjectReader objects(WorkFolder work, ArchiveProgress progress) {
        return new ObjectReader(store, work, identity, progress);
    }

    /**
     * Does it, and puts into words what it fails with.
     *
     * @param what is interrupted, for the message
     * @throws Failure of a VOLUME kind, as all that is read lies in temporary files; RUN_INTERRUPTED
     */
    <T> T read(String what, ReadingTask<T> task) {
        try {
            return task.run();
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    what + " was interrupted",
                    "Nothing to do: type the command again.",
                    e);
        }
    }

    private Failure unwritable(IOException e) {
        return Unwritable.failure(
                "cannot read the archive with temporary files in " + stateDirectory, stateDirectory, e);
    }
}
