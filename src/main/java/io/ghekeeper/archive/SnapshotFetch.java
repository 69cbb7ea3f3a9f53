package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.LinkableFiles.LinkableSnapshot;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.text.ReleaseText;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fetches snapshots out of the archive into folders: each file with its content, mode, time in nanoseconds, and owner where this
 * is root. A fetch that was cut off goes on. {@link VolumeFetch} makes a snapshot of the data directory of it.
 */
public final class SnapshotFetch {
    private static final int LONGEST_RELEASE = 1000;

    /** Beside a large dump of the database, the pack that has it may be one of many. */
    private static final long MOST_FOR_RELEASE = 512L << 20;

    private final ArchiveAccess access;
    private final Consumer<String> warnings;

    /** How much room there is at a place. */
    interface RoomLook {
        DiskSpace at(Path place) throws IOException;
    }

    private RoomLook room = DiskSpace::at;

    /** @param warnings gets a sentence for each object that is lost or damaged */
    @SuppressWarnings("MissingSummary")
    public SnapshotFetch(ArchiveAccess access, Consumer<String> warnings) {
        this.access = access;
        this.warnings = warnings;
    }

    /** The same, which sees that much room. */
    SnapshotFetch withRoom(RoomLook look) {
        room = look;
        return this;
    }

    /** The uuid of the appliance that the store is of: see {@link StoreSnapshots#owner}. */
    String storeOwner() {
        return StoreFormat.appliance(access.store());
    }

    /** See {@link VolumeFetch#release}. */
    Optional<String> release(String snapshotId, ArchiveProgress progress) {
        try (ArchivedFolder folder = ArchivedFolder.open(access, snapshotId, progress)) {
            return folder.smallFile("version", LONGEST_RELEASE, MOST_FOR_RELEASE)
                    .flatMap(content -> ReleaseText.read(new String(content, StandardCharsets.UTF_8).strip()));
        }
    }

    /**
     * Begins to read. Lists that snapshots share are fetched once until that is closed.
     *
     * @throws Failure of a VOLUME kind
     */
    public OpenFetch open(ArchiveProgress progress) {
        try {
            return new OpenFetch(progress);
        } catch (IOException e) {
            throw unwritable(access.stateDirectory(), e);
        }
    }

    private static Failure unwritable(Path folder, IOException e) {
        return Unwritable.failure("cannot fetch into " + folder, folder, e);
    }

    /** The archive while it is read. One thread uses it. */
    public final class OpenFetch implements AutoCloseable {
        private final WorkFolder work;
        private final ObjectReader objects;
        private final Set<String> sealed = new HashSet<>();
        private List<StoreRoot> roots = List.of();

        private OpenFetch(ArchiveProgress progress) throws IOException {
            work = access.workFolder(progress);
            objects = access.objects(work, progress);
        }

        /**
         * The ids of the snapshots that have a root in the store, the oldest first.
         *
         * @throws Failure of a STORE or AWS kind
         */
        public List<String> snapshots() {
            return roots().stream().map(StoreRoot::snapshot).distinct().toList();
        }

        /** Whether the store has its tombstone: retention gave it up there, and its packs may go. */
        boolean isGivenUp(String snapshotId) {
            return Tombstones.of(access.store()).has(snapshotId);
        }

        /** A snapshot that was fetched by this is sealed, and in its place. */
        void sealed(String snapshotId) {
            sealed.add(snapshotId);
        }

        /** Whether a snapshot was fetched by this, sealed, and put in its place. */
        boolean hasSealed(String snapshotId) {
            return sealed.contains(snapshotId);
        }

        private List<StoreRoot> roots() {
            if (roots.isEmpty()) {
                roots = StoreRoots.of(access.store());
            }
            return roots;
        }

        /**
         * Fetches a snapshot, or some of it, into a folder that is no snapshot of the data directory. Needs no lease.
         *
         * @param folder is made where it is missing; is empty, or has what a fetch of the same left that was cut off
         * @return when all is on disk
         * @throws Failure CONFIGURATION_INVALID when the folder is no such one, or there is no identity and the archive is
         *     encrypted; STORE_FAILED when no root is there; ARCHIVE_DAMAGED when some of it cannot be had, after all else was
         *     fetched; ENCRYPTION_FAILED when no identity fits; of a VOLUME kind; what the progress throws
         */
        public FetchedSnapshot fetch(String snapshotId, Path folder, FetchPaths paths) {
            return within(folder, () -> {
                try (FetchWork fetch = begin(snapshotId, folder, false, paths, List.of())) {
                    FetchedSnapshot fetched = fetch.fetch();
                    fetch.finish();
                    return fetched;
                }
            });
        }

        /** The same, whose end is the caller's: {@link FetchWork#finish} is to be called. */
        FetchWork begin(
                String snapshotId, Path folder, boolean owned, FetchPaths paths, List<LinkableSnapshot> linkable)
                throws IOException, InterruptedException {
            FetchPlaces places = new FetchPlaces(access.disk(), work, folder, owned, room, access.lanes());
            return FetchWork.begin(snapshotId, roots(), objects, places, paths, linkable, warnings);
        }

        /** Work of a fetch, whose failures are put into words. */
        <T> T within(Path folder, ArchiveAccess.ReadingTask<T> task) {
            try {
                return task.run();
            } catch (UnreadableObjectException e) {
                objects.requireIdentityFits();
                throw new Failure(
                        FailureKind.ARCHIVE_DAMAGED,
                        e.getMessage(),
                        "Find out what else changes the store. What was fetched stays in " + folder
                                + ", and the next fetch goes on there.",
                        e);
            } catch (IOException e) {
                throw unwritable(folder, e);
            } catch (UncheckedIOException e) {
                throw unwritable(folder, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(
                        FailureKind.RUN_INTERRUPTED,
                        "the fetch was interrupted",
                        "Nothing to do: the next one goes on where this one ended.");
            }
        }

        /** Removes all temporary files. */
        @Override
        public void close() {
            try {
                work.close();
            } catch (IOException e) {
                throw unwritable(access.stateDirectory(), e);
            }
        }
    }

    /** Where a fetch writes, and how; whether the name of the folder says whose it is. */
    record FetchPlaces(Disk disk, WorkFolder work, Path folder, boolean owned, RoomLook room, int lanes) {}
}
