package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.CompactPlan;
import io.ghekeeper.archive.DeadPacks;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.CompactRun;
import io.ghekeeper.store.ObjectStore;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The run that does without packs that are mostly dead, and its plan. */
final class CompactAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final ArchiveAssembly archive;

    CompactAssembly(CoreAssembly core, Supplier<RunAssembly> runs, ArchiveAssembly archive) {
        this.core = core;
        this.runs = runs;
        this.archive = archive;
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    CompactRun run(Optional<ArchiveIdentity> identity, DeadPacks dead) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new CompactRun(
                runs.get().execution(archive.settings().limits(), progress),
                progress,
                core.historyReader(),
                (volume, run, goOn, listener, warn) -> {
                    doubt(warn);
                    try (ObjectStore store = archive.stores().store()) {
                        return archive.archiver(store, warn)
                                .compaction(identity, dead)
                                .compact(core.applianceUuid(), volume, run, goOn, listener);
                    }
                });
    }

    /** Changes nothing. */
    CompactPlan plan(Optional<ArchiveIdentity> identity, DeadPacks dead, Consumer<String> warn) {
        doubt(warn);
        try (ObjectStore store = archive.stores().store()) {
            return archive.archiver(store, warn)
                    .compaction(identity, dead)
                    .plan(core.applianceUuid(), CompactRun.onVolume(core.history()), ArchiveProgress.UNWATCHED);
        }
    }

    private void doubt(Consumer<String> warn) {
        archive.stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
    }
}
