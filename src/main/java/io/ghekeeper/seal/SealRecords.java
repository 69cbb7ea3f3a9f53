package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Removes what seals have of deleted snapshots. The caller holds the lease of the keep lane, so that no seal is being
 * written.
 */
public final class SealRecords implements SnapshotRemoval.SnapshotRecords {
    private final Path stateDirectory;
    private final SealFiles files;

    public SealRecords(Path stateDirectory, Disk disk) {
        this.stateDirectory = stateDirectory;
        this.files = new SealFiles(disk, stateDirectory);
    }

    /** The root goes first: without it there is no seal. Its lists stay until {@link #sweep}. */
    @Override
    public void remove(String snapshotId) throws IOException {
        if (Files.isDirectory(files.directory(), LinkOption.NOFOLLOW_LINKS)) {
            for (Path file : files.all(snapshotId)) {
                files.disk().delete(file);
            }
            files.disk().sync(files.directory());
        }
    }

    /**
     * Removes the lists that no seal names, finished or not.
     *
     * @return how many
     * @throws Failure SEAL_DAMAGED when a seal cannot be read, with nothing removed: it may name any of them; of a VOLUME
     *     kind when one cannot be removed
     */
    public long sweep() {
        NamedLists entries = new NamedLists();
        NamedLists inodes = new NamedLists();
        try {
            for (String id : files.sealed()) {
                mark(id, entries, inodes);
            }
            for (Path unfinished : files.allUnfinished()) {
                UnfinishedSeal.readNamed(unfinished, entries, inodes);
            }
            return files.units().removeUnnamed(entries) + files.inodes().removeUnnamed(inodes);
        } catch (DirectoryIteratorException e) {
            throw Unwritable.failure("cannot list what seals have", stateDirectory, e.getCause());
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove the lists that no seal names", stateDirectory, e);
        }
    }

    private void mark(String id, NamedLists entries, NamedLists inodes) {
        try {
            readNamed(files.root(id), "list", entries);
            if (Files.exists(files.local(id), LinkOption.NOFOLLOW_LINKS)) {
                readNamed(files.local(id), "inodes", inodes);
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.SEAL_DAMAGED,
                    "no list of a seal is removed: the seal of " + id + " " + FileError.words(e),
                    "Look at it with: ghe-keeper verify " + id,
                    e);
        }
        entries.compact();
        inodes.compact();
    }

    private static void readNamed(Path document, String field, NamedLists named) throws IOException {
        try (UnitReader units = new UnitReader(document)) {
            for (var unit = units.next(); unit.isPresent(); unit = units.next()) {
                named.add(UnitReader.need(unit.get(), field));
            }
        }
    }
}
