package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.MountTable;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Removes snapshots; the caller holds the lease of the keep lane.
 *
 * <p>One is first renamed to {@code .ghe-keeper-removing-<id>}, which backup-utils does not take for a snapshot. There it
 * gets an {@code incomplete}, if it has none, before anything of it is removed; that goes last, after what is recorded of
 * the snapshot outside of it. Killed at any instant, this leaves nothing that looks complete, and a later call ends it.
 */
public final class SnapshotRemoval {
    static final String REMOVING = ".ghe-keeper-removing-";
    static final Path INCOMPLETE = Path.of("incomplete");

    private final Path directory;
    private final DataDirectory data;
    private final Disk disk;
    private final SnapshotRecords records;
    private final int threads;

    /** What is recorded of snapshots outside of them. */
    public interface SnapshotRecords {
        /** Nothing is. */
        SnapshotRecords NONE = id -> {};

        /** Removes what is recorded of a snapshot; nothing where there is nothing. */
        void remove(String snapshotId) throws IOException;
    }

    /** @param threads that remove at the same time */
    @SuppressWarnings("MissingSummary")
    public SnapshotRemoval(DataSettings settings, Disk disk, SnapshotRecords records, int threads) {
        this.directory = settings.directory();
        this.data = new DataDirectory(directory);
        this.disk = disk;
        this.records = records;
        this.threads = threads;
    }

    /**
     * Begins a removal. When this returns, it is decided, and on disk.
     *
     * @param still asked for the folder that was renamed: whether it is still to be removed
     * @return false where a run may use the snapshot, or it is not to be removed any more: it keeps its name
     * @throws Failure VOLUME_FULL or VOLUME_UNUSABLE when it cannot be begun
     */
    public boolean begin(String id, RemovalPermits permits, Predicate<Path> still) {
        Path place = directory.resolve(id);
        requireNothingMounted(id, place);
        Optional<RemovalPermits.RemovalPermit> permit = permits.permit(id);
        if (permit.isEmpty()) {
            return false;
        }
        try (RemovalPermits.RemovalPermit held = permit.get()) {
            Path aside = aside(id);
            disk.move(place, aside);
            if (still.test(aside) && held.holds()) {
                mark(aside, place);
                disk.sync(directory);
                return true;
            }
            disk.move(aside, place);
            return false;
        } catch (IOException e) {
            throw unremoved(id, place, e);
        }
    }

    /** From now on, it is not whole. */
    private void mark(Path aside, Path place) throws IOException {
        if (Snapshots.isIncomplete(aside)) {
            return;
        }
        try {
            disk.write(aside.resolve(INCOMPLETE), new byte[0]);
            disk.sync(aside);
        } catch (IOException unmarked) {
            if (Files.notExists(aside.resolve(INCOMPLETE), LinkOption.NOFOLLOW_LINKS)) {
                disk.move(aside, place);
            }
            throw unmarked;
        }
    }

    /** Whether the removal of this snapshot was begun, and has not come to its end. */
    public boolean isBegun(String id) {
        Path place = aside(id);
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                && (Snapshots.isIncomplete(place) || !DataDirectory.holdsAnything(place));
    }

    /** The snapshots whose removal was begun, and has not come to its end; sorted. */
    public List<String> begun() {
        return setAside().stream().filter(this::isBegun).toList();
    }

    /**
     * Gives those their names back that were renamed and nothing more: each is whole.
     *
     * @throws Failure VOLUME_FULL or VOLUME_UNUSABLE when that cannot be done
     */
    public List<String> giveBackWhole() {
        List<String> given = new ArrayList<>();
        for (String id : setAside()) {
            Path place = directory.resolve(id);
            if (!isBegun(id) && Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    disk.move(aside(id), place);
                    disk.sync(directory);
                } catch (IOException e) {
                    throw unremoved(id, place, e);
                }
                given.add(id);
            }
        }
        return given;
    }

    private List<String> setAside() {
        return new Catalogue(data)
                .halfRemoved().stream()
                        .map(name -> name.substring(REMOVING.length()))
                        .filter(Snapshots::isId)
                        .toList();
    }

    private Path aside(String id) {
        return directory.resolve(REMOVING + id);
    }

    /**
     * Ends a removal that was begun.
     *
     * @throws Failure VOLUME_FULL or VOLUME_UNUSABLE with the place where it ended, or what {@code progress} throws; what is
     *     left can be removed by another call
     */
    public void end(String id, RemovalProgress progress) {
        Path name = Path.of(REMOVING + id);
        requireNothingMounted(id, directory.resolve(name));
        try (SecureDirectoryStream<Path> open = data.open()) {
            if (TreeRemoval.isFolder(open, name)) {
                empty(id, open, name, progress);
                records.remove(id);
                removeRest(id, open, name);
            } else {
                disk.deleteFile(open, name);
            }
        } catch (IOException e) {
            throw unremoved(id, directory.resolve(name), e);
        }
    }

    private void empty(String id, SecureDirectoryStream<Path> open, Path name, RemovalProgress progress) {
        ParallelRemoval removal = new ParallelRemoval(disk, threads, progress);
        try {
            removal.empty(open, name, INCOMPLETE);
        } catch (IOException e) {
            throw unremoved(id, directory.resolve(removal.place()), e);
        }
    }

    private void removeRest(String id, SecureDirectoryStream<Path> open, Path name) throws IOException {
        try (TreeRemoval removal = new TreeRemoval(disk, open, RemovalProgress.UNLIMITED)) {
            try {
                removal.remove(name);
            } catch (IOException e) {
                throw unremoved(id, directory.resolve(removal.place()), e);
            }
        }
    }

    /** A folder of another file system is no part of the snapshot, though it looks like one. */
    private void requireNothingMounted(String id, Path place) {
        try {
            List<Path> mounts =
                    MountTable.ofThisProcess().within(directory.toRealPath().resolve(place.getFileName()));
            if (!mounts.isEmpty()) {
                throw unremoved(id, place, new IOException("another file system is mounted at " + mounts.get(0)));
            }
        } catch (IOException e) {
            throw unremoved(id, place, e);
        }
    }

    private static Failure unremoved(String id, Path place, IOException cause) {
        boolean full = Unwritable.isForLackOfRoom(cause);
        return new Failure(
                full ? FailureKind.VOLUME_FULL : FailureKind.VOLUME_UNUSABLE,
                "cannot remove snapshot " + id + " at " + place + ": " + FileError.words(cause),
                "Check that the volume has room and is writable for this user; what is left is removed the next time.",
                cause);
    }
}
