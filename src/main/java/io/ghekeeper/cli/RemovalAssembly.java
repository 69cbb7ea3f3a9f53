package io.ghekeeper.cli;

import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.run.LanePermits;
import io.ghekeeper.seal.SealRecords;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.RemovalPermits;
import io.ghekeeper.snapshot.SnapshotRemoval;

/** The removal of snapshots, and of what is recorded of them. */
final class RemovalAssembly {
    /** More only take turns at the disk. */
    private static final int THREADS = 4;

    private final CoreAssembly core;
    private final SnapshotRemoval removal;

    RemovalAssembly(CoreAssembly core) {
        this.core = core;
        SealRecords seals = seals();
        EvidenceFiles evidence = evidence();
        this.removal = new SnapshotRemoval(
                core.configuration().data(),
                core.disk(),
                id -> {
                    seals.remove(id);
                    evidence.remove(core.disk(), id);
                },
                THREADS);
    }

    SnapshotRemoval removal() {
        return removal;
    }

    IncompleteSnapshots incomplete() {
        return new IncompleteSnapshots(core.configuration().data(), core.disk(), removal, core.clock());
    }

    RemovalPermits permits(Leftovers leftovers) {
        return new LanePermits(core.journal(), leftovers);
    }

    SealRecords seals() {
        return new SealRecords(core.journal().directory(), core.disk());
    }

    EvidenceFiles evidence() {
        return new EvidenceFiles(core.journal().directory());
    }
}
