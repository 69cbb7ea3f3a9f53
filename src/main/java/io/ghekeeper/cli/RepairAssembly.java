package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveFetch;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.keep.SnapshotRepair;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DamagedEntries;
import io.ghekeeper.seal.FileRepair;
import io.ghekeeper.store.ObjectStore;
import java.util.Optional;
import java.util.Set;

/** The repair of snapshots from the archive. */
final class RepairAssembly {
    private final CoreAssembly core;
    private final EngineAssembly engine;
    private final ArchiveAssembly archive;

    RepairAssembly(CoreAssembly core, EngineAssembly engine, ArchiveAssembly archive) {
        this.core = core;
        this.engine = engine;
        this.archive = archive;
    }

    /**
     * Requires what a command needs to read the archive; nothing is asked over the network.
     *
     * @throws Failure CONFIGURATION_INVALID when there is no archive, or it is encrypted and no identity is given
     */
    void requireReadable(Optional<ArchiveIdentity> identity) {
        requireReadable(identity, "");
    }

    /** The same for a repair. */
    void requireRepairable(Optional<ArchiveIdentity> identity) {
        requireReadable(identity, " Without one, ghe-keeper backup fetches damaged files again for the next snapshot.");
    }

    /** The same for a rebuild. */
    void requireRebuildable(Optional<ArchiveIdentity> identity) {
        requireReadable(
                identity, " Without one, ghe-keeper backup copies from the appliance all that is not on the volume.");
    }

    private void requireReadable(Optional<ArchiveIdentity> identity, String without) {
        archive.next().requireStore();
        if (archive.settings().encryption() != ObjectEncryption.NONE && identity.isEmpty()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "the archive is encrypted, and no identity is given to read it",
                    "Give one: --identity FILE, or --identity - to read it from standard input." + without);
        }
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    SnapshotRepair repair(Optional<ArchiveIdentity> identity) {
        requireRepairable(identity);
        RemovalAssembly removal = new RemovalAssembly(core);
        return new SnapshotRepair(
                core.historyReader(),
                new DamagedEntries(core.journal().directory(), core.disk()),
                new FileRepair(core.disk(), removal.permits(engine.markers())),
                (context, progress) -> open(identity, context, progress));
    }

    private SnapshotRepair.OpenContents open(
            Optional<ArchiveIdentity> identity, RunContext context, ArchiveProgress progress) {
        ObjectStore store = archive.stores().store();
        ArchiveFetch.OpenArchive opened =
                new ArchiveFetch(archive.stores().access(store, identity), context::warn).open(progress);
        return new SnapshotRepair.OpenContents() {
            @Override
            public Set<String> fetch(String snapshotId, Set<String> digests, ArchiveFetch.ContentReceiver receiver) {
                return opened.fetch(snapshotId, digests, receiver);
            }

            @Override
            public void close() {
                try (store) {
                    opened.close();
                }
            }
        };
    }
}
