package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.rebuild.RebuildNeed;
import io.ghekeeper.rebuild.RebuildReason;
import io.ghekeeper.rebuild.RebuildRun;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import io.ghekeeper.rebuild.RebuildSource;
import io.ghekeeper.rebuild.VolumeRebuild;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.RebuildAdvice;
import io.ghekeeper.snapshot.RebuildAdviceFile;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.supervise.KeepJob;
import io.ghekeeper.supervise.RebuildAtStart;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Rebuilds of the data directory. */
final class RebuildAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final ArchiveAssembly archive;
    private final FetchAssembly fetches;

    RebuildAssembly(CoreAssembly core, Supplier<RunAssembly> runs, ArchiveAssembly archive, FetchAssembly fetches) {
        this.core = core;
        this.runs = runs;
        this.archive = archive;
        this.fetches = fetches;
    }

    ArchiveAssembly archive() {
        return archive;
    }

    FetchAssembly fetches() {
        return fetches;
    }

    VolumeRebuild.RebuildPlaces places() {
        RemovalAssembly removal = new RemovalAssembly(core);
        return new VolumeRebuild.RebuildPlaces(
                core.snapshots(),
                removal.evidence(),
                removal.seals(),
                core.journal().directory(),
                core.disk(),
                core.clock());
    }

    private Optional<RebuildReason> ask(Consumer<String> faults, Function<RebuildNeed, Optional<RebuildReason>> how) {
        core.journal().createDirectories(); // of a new volume
        try (ObjectStore store = archive.stores().store()) {
            return how.apply(new RebuildNeed(store, places(), damaged(), faults));
        }
    }

    /** Why the data directory has to be filled, which is to have so many of the newest snapshots; asks the store. */
    Optional<RebuildReason> reason(int most) {
        return ask(fault -> {}, need -> need.reason(most));
    }

    /** For a rebuild that no person begins. */
    RebuildIdentity identity() {
        return new RebuildIdentity(core);
    }

    /**
     * What the supervisor does at its start. Without a store, it does nothing.
     *
     * @param keepLane begins what is due in the keep lane
     */
    RebuildAtStart atStart(KeepJob.KeepStarter starter, Runnable keepLane) {
        RebuildChoice choice = archive.settings().store().isPresent()
                ? core.configuration().rebuild().choice()
                : RebuildChoice.OFF;
        return new RebuildAtStart(choice, new SupervisorLook(), starter, keepLane, core.clock());
    }

    private final class SupervisorLook implements RebuildAtStart.StartLook {
        @Override
        public Optional<RebuildReason> reason(Consumer<String> faults) {
            return ask(faults, RebuildNeed::reasonToFill);
        }

        @Override
        public void requireReadable() {
            identity().require();
        }

        @Override
        public void note(Optional<RebuildAdvice> seen) {
            new RebuildAdviceFile(core.journal().directory()).write(core.disk(), seen);
        }
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    RebuildRun run(Optional<ArchiveIdentity> identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new RebuildRun(
                runs.get().execution(archive.settings().limits(), progress),
                progress,
                core.journal()::acquireKeep,
                context -> source(identity, context, progress));
    }

    private RebuildSource source(Optional<ArchiveIdentity> identity, RunContext context, ArchiveTransfer progress) {
        ObjectStore store = archive.stores().store();
        boolean opened = false;
        try {
            VolumeFetch fetch = fetches.volumeFetch(store, identity, context::warn);
            RebuildSource rebuild = new VolumeRebuild(
                    store,
                    places(),
                    damaged(),
                    new VolumeRebuild.RebuildWork(fetch, fetch.open(progress), context, progress));
            opened = true;
            return rebuild;
        } finally {
            if (!opened) {
                store.close();
            }
        }
    }

    /** What the last verification of the store, and readings of all files, found damaged. */
    List<String> damaged() {
        String place = archive.settings().place().orElseThrow();
        StoreReadings readings = archive.readings().read(place);
        // A rebuild proves each file. Where it is unknown what readings found, that keeps it from no snapshot.
        return archive.verifications()
                .recorded(place)
                .map(found -> readings.unreadable().isPresent() ? found : found.with(readings))
                .map(found -> found.damaged().stream().map(StoredCopy::snapshot).toList())
                .orElse(List.of());
    }
}
