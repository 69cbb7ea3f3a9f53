package io.ghekeeper.rebuild;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.FetchedSnapshot;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.archive.StoreSnapshots.StoredSnapshots;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.journal.RebuildEvent;
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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A rebuild of the data directory of this volume. */
public final class VolumeRebuild implements RebuildSource {
    /** How the name begins of what made room for a fetched snapshot: a name that no engine takes. */
    public static final String PUT_ASIDE = "replaced-";

    private static final String CURRENT = "current";
    private static final String UNFINISHED = "current.new";

    private final ObjectStore store;
    private final StoredSnapshots stored;
    private final RebuildPlaces places;
    private final DataDirectoryCheck check;
    private final List<String> damaged;
    private final RebuildWork work;

    /** What is on the volume. */
    public record RebuildPlaces(
            Snapshots snapshots, EvidenceFiles evidence, SealRecords seals, Disk disk, Clock clock) {}

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
     * @throws io.ghekeeper.failure.Failure of a STORE or AWS kind
     */
    public VolumeRebuild(ObjectStore store, RebuildPlaces places, List<String> damaged, RebuildWork work) {
        this.store = store;
        this.stored = new StoreSnapshots(store).list();
        this.places = places;
        this.damaged = List.copyOf(damaged);
        this.work = work;
        this.check = check(places);
    }

    private static DataDirectoryCheck check(RebuildPlaces places) {
        return new DataDirectoryCheck(
                places.snapshots(), id -> places.evidence().of(id).damage());
    }

    /**
     * Why the directory has to be filled, without a run. Changes nothing.
     *
     * @throws io.ghekeeper.failure.Failure as {@link DataDirectoryCheck#look} does; of a STORE or AWS kind
     */
    public static Optional<RebuildReason> reason(ObjectStore store, RebuildPlaces places) {
        return reason(store, new StoreSnapshots(store).list(), check(places), places);
    }

    private static Optional<RebuildReason> reason(
            ObjectStore store, StoredSnapshots stored, DataDirectoryCheck check, RebuildPlaces places) {
        return check.look(
                stored.kept(), new StoreSnapshots(store).owner(), places.clock().instant());
    }

    @Override
    public Optional<RebuildReason> reason() {
        return reason(store, stored, check, places);
    }

    @Override
    public List<String> candidates() {
        return stored.kept().stream()
                .filter(id -> !damaged.contains(id))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    @Override
    public boolean bring(String id) {
        if (good().stream().anyMatch(snapshot -> snapshot.id().equals(id))) {
            return false;
        }
        FetchedSnapshot fetched = work.fetch()
                .fetch(work.open(), id, () -> makeRoom(id), work.context().id(), work.progress());
        places.evidence().unread(places.disk(), fetched.snapshot());
        return true;
    }

    private List<Snapshot> good() {
        return check.good(places.clock().instant());
    }

    /** Its seal goes with it: the fetched one gets its own, and is not damaged. */
    private void makeRoom(String id) throws IOException {
        Path folder = places.snapshots().directory().resolve(id);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path aside = folder.resolveSibling(PUT_ASIDE + id + "-" + work.context().id());
        places.disk().move(folder, aside);
        places.disk().sync(places.snapshots().directory());
        work.context()
                .record(new RebuildEvent.SnapshotPutAside(
                        id, aside.getFileName().toString()));
        places.seals().remove(id);
    }

    @Override
    public void makeCurrent() {
        String newest = good().get(0).id();
        Path directory = places.snapshots().directory();
        Path unfinished = directory.resolve(UNFINISHED);
        try {
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
