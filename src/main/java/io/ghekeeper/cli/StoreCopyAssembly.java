package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveIdentity;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.AttachRun;
import io.ghekeeper.store.ObjectStore;
import java.util.Optional;
import java.util.function.Supplier;

/** The runs that take up a store, and that copy it. */
final class StoreCopyAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final ArchiveAssembly archive;

    StoreCopyAssembly(CoreAssembly core, Supplier<RunAssembly> runs, ArchiveAssembly archive) {
        this.core = core;
        this.runs = runs;
        this.archive = archive;
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    AttachRun attach(Optional<ArchiveIdentity> identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new AttachRun(runs.get().execution(archive.settings().limits(), progress), progress, (goOn, warn) -> {
            archive.stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
            try (ObjectStore store = archive.stores().store()) {
                return archive.archiver(store, warn).attachment(identity).attach(core.applianceUuid(), goOn);
            }
        });
    }
}
