package io.ghekeeper.cli;

import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.keep.ExpectedCopies;
import io.ghekeeper.keep.LostSnapshotRun;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.keep.ReadProgress;
import io.ghekeeper.keep.StoreTombstones;
import io.ghekeeper.retention.StorePlanReader;
import io.ghekeeper.run.Execution;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.store.ObjectStore;
import java.util.function.Consumer;

/** What gives snapshots in the store up: the plan for the store, or a person. */
final class TombstoneAssembly {
    private final CoreAssembly core;
    private final StoreAssembly stores;

    TombstoneAssembly(CoreAssembly core) {
        this.core = core;
        this.stores = new StoreAssembly(core);
    }

    /** @throws io.ghekeeper.failure.Failure CONFIGURATION_INVALID where nothing is archived */
    @SuppressWarnings("MissingSummary")
    private String place() {
        return core.configuration().archive().place().orElseThrow(NextArchive::noStore);
    }

    /** What a retention run does in the store. */
    StoreTombstones planned(StorePlanReader plans) {
        return new StoreTombstones(this::use, place(), plans, core::applianceUuid, expected());
    }

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    LostSnapshotRun lost(Execution execution, ReadProgress progress) {
        return new LostSnapshotRun(
                execution, progress, core.historyReader(), this::use, place(), core::applianceUuid, expected());
    }

    private void use(Consumer<StoreSnapshots> work) {
        stores.doubt();
        try (ObjectStore objects = stores.store()) {
            work.accept(new StoreSnapshots(objects));
        }
    }

    private ExpectedCopies expected() {
        return new ExpectedCopies(
                new EvidenceFiles(core.journal().directory()),
                new StoreVerificationFile(core.journal().directory()),
                core.disk(),
                place());
    }
}
