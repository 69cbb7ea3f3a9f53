package io.ghekeeper.rebuild;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.SealRecords;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A rebuild of the data directory of this volume. */
public final class VolumeRebuild implements RebuildSource {
    private static final String CURRENT = "current";
    private static final String UNFINISHED = "current.new";

    private final ObjectStore store;
    private final RebuildPlaces places;
    private final RebuildNeed need;
    private final RebuildWork work;
    private final SnapshotArrival arrival;

    /**
     * What is on the volume.
     *
     * @param stateDirectory gets temporary files
     */
    public record RebuildPlaces(
            Snapshots snapshots,
            EvidenceFiles evidence,
            SealRecords seals,
            Path stateDirectory,
            Disk disk,
            Clock clock) {}

    /**
     * How snapshots are fetched.
     *
     * @param open is closed with the rebuild
     */
    public record RebuildWork(VolumeFetch fetch, OpenFetch open, RunContext context, ArchiveProgress progress) {}

    /**
     * A rebuild. The list of the store is read now.
     *
     * @param store is closed with it
     * @param damaged ids of snapshots that the last verification of the store found damaged
     * @throws Failure of a STORE or AWS kind
     */
    public VolumeRebuild(ObjectStore store, RebuildPlaces places, List<String> damaged, RebuildWork work) {
        this.store = store;
        this.places = places;
        this.need = new RebuildNeed(store, places, damaged, work.context()::warn);
        this.work = work;
        this.arrival = new SnapshotArrival(places, work);
    }

    @Override
    public Optional<RebuildReason> reason(int most) {
        return need.reason(most);
    }

    @Override
    public List<String> candidates() {
        return need.candidates();
    }

    @Override
    public Optional<String> newestGood() {
        return need.good().stream().findFirst().map(Snapshot::id);
    }

    @Override
    public boolean bring(String id) {
        if (need.good().stream().anyMatch(snapshot -> snapshot.id().equals(id))) {
            return false;
        }
        arrival.bring(id);
        if (need.good().stream().noneMatch(snapshot -> snapshot.id().equals(id))) {
            throw new Failure(
                    FailureKind.ARCHIVE_DAMAGED,
                    id + " was fetched as it was sealed, and is no snapshot that a backup could go on with",
                    "Look at it: ghe-keeper snapshots show " + id);
        }
        return true;
    }

    @Override
    public void dropUnfinished(String id) {
        try {
            places.snapshots().removeUnfinishedFetch(id, () -> work.progress().requireGoOn());
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.VOLUME_UNUSABLE) {
                throw failure;
            }
            work.context().warn(failure.getMessage());
        }
    }

    @Override
    public void makeCurrent() {
        newestGood().ifPresent(this::makeCurrent);
    }

    private void makeCurrent(String newest) {
        Path directory = places.snapshots().directory();
        Path unfinished = directory.resolve(UNFINISHED);
        try {
            if (!Files.isSymbolicLink(directory.resolve(CURRENT))) {
                arrival.putAside(CURRENT);
            }
            places.disk().delete(unfinished);
            places.disk().symbolicLink(unfinished, Path.of(newest));
            places.disk().move(unfinished, directory.resolve(CURRENT));
            places.disk().sync(directory);
        } catch (IOException e) {
            throw Unwritable.failure("cannot let 'current' name " + newest, directory, e);
        }
    }

    @Override
    public void close() {
        try (store) {
            work.open().close();
        }
    }
}
