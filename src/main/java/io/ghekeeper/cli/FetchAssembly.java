package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.SnapshotFetch;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.archive.VolumeFetch.VolumePlaces;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.FetchRun;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.store.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Fetches from the archive. */
final class FetchAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final StoreAssembly stores;

    FetchAssembly(CoreAssembly core, Supplier<RunAssembly> runs, StoreAssembly stores) {
        this.core = core;
        this.runs = runs;
        this.stores = stores;
    }

    private ArchiveSettings settings() {
        return core.configuration().archive();
    }

    ObjectStore store() {
        return stores.store();
    }

    /**
     * Fetches into any folder.
     *
     * @param store stays the caller's to close, and so does {@code identity}
     * @param work where temporary files go
     */
    SnapshotFetch fetch(ObjectStore store, Path work, Optional<ArchiveIdentity> identity, Consumer<String> warnings) {
        return new SnapshotFetch(stores.access(store, identity).in(work), warnings);
    }

    /** Fetches into the data directory, for who holds the lease of the keep lane. */
    VolumeFetch volumeFetch(ObjectStore store, Optional<ArchiveIdentity> identity, Consumer<String> warnings) {
        return new VolumeFetch(
                fetch(store, core.journal().directory(), identity, warnings),
                new VolumePlaces(
                        core.snapshots(),
                        () -> core.history().catalogue(),
                        new EvidenceFiles(core.journal().directory()),
                        core.journal().directory(),
                        core.disk(),
                        core.clock()),
                settings().place().orElseThrow(),
                core.configuration().appliance().uuid());
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    FetchRun run(Optional<ArchiveIdentity> identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new FetchRun(
                runs.get().execution(settings().limits(), progress), progress, (ids, run, goOn, each, warnings) -> {
                    try (ObjectStore store = store()) {
                        return volumeFetch(store, identity, warnings).fetch(ids, run, goOn, each);
                    }
                });
    }
}
