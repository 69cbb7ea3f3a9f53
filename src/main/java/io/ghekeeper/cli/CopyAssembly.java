package io.ghekeeper.cli;

import io.ghekeeper.archive.CopySetting;
import io.ghekeeper.archive.PackedCopy;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.snapshot.Snapshot;
import java.util.function.Consumer;

/** What gets the content that a seal reads. */
final class CopyAssembly {
    private final CoreAssembly core;
    private final ArchiveAssembly archive;

    CopyAssembly(CoreAssembly core, ArchiveAssembly archive) {
        this.core = core;
        this.archive = archive;
    }

    /** Packs for the archive, where that of the snapshot follows at once. Whatever keeps them from being made fails no seal. */
    ContentCopy copy(Snapshot snapshot, SealProgress progress, Consumer<String> warn) {
        try {
            if (!archive.next().follows(snapshot.id(), core.clock().instant())) {
                return ContentCopy.NONE;
            }
            CopySetting setting = new CopySetting(
                    core.journal().directory(), core.disk(), archive.next().requireStore(), archive.encryption());
            return PackedCopy.begin(setting, snapshot, progress, warn);
        } catch (Failure failure) {
            warn.accept("the seal packs nothing for the archive: " + failure.getMessage());
            return ContentCopy.NONE;
        }
    }
}
