package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ArchivedSnapshot;
import io.ghekeeper.archive.Archiver;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What an archive run does in the store that is configured. */
final class StoreArchiver implements ArchiveRun.ArchiverCall {
    private final StoreAssembly stores;
    private final Function<ObjectStore, Archiver> archivers;
    private final Consumer<String> warn;
    private final boolean repair;

    /** @param repair whether what the store lost is sent again */
    @SuppressWarnings("MissingSummary")
    StoreArchiver(
            StoreAssembly stores, Function<ObjectStore, Archiver> archivers, Consumer<String> warn, boolean repair) {
        this.stores = stores;
        this.archivers = archivers;
        this.warn = warn;
        this.repair = repair;
    }

    @Override
    public ArchivedSnapshot archive(Snapshot snapshot, String run, ArchiveProgress progress) {
        try (ObjectStore store = stores.store()) {
            stores.fitness().require(store, warn);
            Archiver archiver = archivers.apply(store);
            return repair ? archiver.repair(snapshot, run, progress) : archiver.archive(snapshot, run, progress);
        }
    }

    @Override
    public Map<String, Instant> extendLocks(
            Snapshot snapshot, Optional<ArchivedSnapshot> archived, ArchiveProgress progress) {
        try (ObjectStore store = stores.store()) {
            return archivers.apply(store).extendLocks(snapshot, archived, progress);
        }
    }
}
