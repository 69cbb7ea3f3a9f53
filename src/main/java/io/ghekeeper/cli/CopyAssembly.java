package io.ghekeeper.cli;

import io.ghekeeper.archive.CopySetting;
import io.ghekeeper.archive.PackedCopy;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.keep.SealRun;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.snapshot.Snapshot;
import java.util.function.Consumer;

/** What gets the content that a seal reads. */
final class CopyAssembly implements SealRun.CopyChoice {
    private final CoreAssembly core;
    private final ArchiveAssembly archive;

    CopyAssembly(CoreAssembly core, ArchiveAssembly archive) {
        this.core = core;
        this.archive = archive;
    }

    @Override
    public void removeUnfinished(Consumer<String> warnings) {
        PackedCopy.removeUnfinished(core.journal().directory(), core.disk(), warnings);
    }

    /** Packs for the archive, where that of the snapshot follows at once. Whatever keeps them from being made fails no seal. */
    @Override
    public ContentCopy begin(Snapshot snapshot, SealProgress progress, Consumer<String> warn) {
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
