package io.ghekeeper.rebuild;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.rebuild.VolumeRebuild.RebuildPlaces;
import io.ghekeeper.rebuild.VolumeRebuild.RebuildWork;
import io.ghekeeper.restore.ArchiveSource;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The archive of this volume, for restores out of it. The store is opened for each question, and closed after it. */
public final class RestoredArchive implements ArchiveSource {
    private final ArchiveOpening archive;
    private final RebuildPlaces places;
    private final ArchiveTransfer progress;
    private final Supplier<KeepLease> keepLane;

    /** What opens the archive. */
    public interface ArchiveOpening {
        /** See {@link ArchiveSource#place}. */
        String place();

        /** Ids of snapshots that the last verification of the store found damaged. */
        List<String> damaged();

        /** To be closed. */
        ObjectStore store();

        /** See {@link io.ghekeeper.archive.FetchSurvey#plan}. */
        FetchPlan plan(ObjectStore store, String id, ArchiveProgress progress);

        /** Hands on what fetches, with an identity that is at hand meanwhile. */
        void fetch(ObjectStore store, RunContext context, Consumer<VolumeFetch> use);
    }

    /**
     * The archive.
     *
     * @param progress that the execution of a restore watches, too
     * @param keepLane takes its lease: a fetch writes a seal
     */
    public RestoredArchive(
            ArchiveOpening archive, RebuildPlaces places, ArchiveTransfer progress, Supplier<KeepLease> keepLane) {
        this.archive = archive;
        this.places = places;
        this.progress = progress;
        this.keepLane = keepLane;
    }

    @Override
    public String place() {
        return archive.place();
    }

    @Override
    public List<String> candidates() {
        try (ObjectStore store = archive.store()) {
            return new RebuildNeed(store, places, archive.damaged(), fault -> {}).candidates();
        }
    }

    @Override
    public FetchPlan plan(String id) {
        try (ObjectStore store = archive.store()) {
            return archive.plan(store, id, ArchiveProgress.UNWATCHED);
        }
    }

    @Override
    public Optional<String> release(String id, RunContext context) {
        progress.begin(context);
        List<String> found = new ArrayList<>();
        try (ObjectStore store = archive.store()) {
            archive.fetch(store, context, fetch -> fetch.release(id, progress).ifPresent(found::add));
        }
        return found.stream().findFirst();
    }

    @Override
    @SuppressWarnings("try") // the lease is there to be closed
    public void fetch(String id, RunContext context) {
        progress.begin(context);
        try (KeepLease lease = keepLane.get();
                ObjectStore store = archive.store()) {
            archive.fetch(store, context, fetch -> {
                try (OpenFetch open = fetch.open(progress)) {
                    new SnapshotArrival(places, new RebuildWork(fetch, open, context, progress)).bring(id);
                }
            });
        }
    }
}
