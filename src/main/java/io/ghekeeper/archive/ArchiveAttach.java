package io.ghekeeper.archive;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.AttachedStore.TakenUp;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes up a store whose state this keeper lost, so that the next archive run sends what is new only. Changes nothing in the
 * store. Killed at any moment and begun again, it goes on with the packs that it had not read. The caller holds the lease of
 * the keep lane.
 */
public final class ArchiveAttach {
    private static final int MOST_DAMAGES = 100;

    private final ArchiveSetting setting;
    private final ArchiveAccess access;

    /** @param identity stays the caller's to close; without it, nothing of an encrypted store is taken up */
    @SuppressWarnings("MissingSummary")
    ArchiveAttach(ArchiveSetting setting, Optional<ArchiveIdentity> identity) {
        this.setting = setting;
        this.access = new ArchiveAccess(
                setting.stateDirectory(),
                setting.disk(),
                setting.store(),
                identity,
                setting.options().lanes());
    }

    /**
     * Does it.
     *
     * @param appliance the uuid of the appliance that is backed up, where it is known
     * @throws Failure CONFIGURATION_INVALID when the store is another appliance's, holds no archive, or is encrypted in another
     *     way; ENCRYPTION_FAILED when the identity fits no object; of the store; of a VOLUME kind; what {@code progress} throws
     */
    public AttachedStore attach(Optional<String> appliance, ArchiveProgress progress) {
        return access.read("the attachment", () -> {
            String owner = new StoreOwner(setting).require(appliance, "attached");
            PrivateFolder.make(setting.disk(), setting.folder());
            try (WorkFolder work = access.workFolder(progress)) {
                return attach(owner, work, progress);
            }
        });
    }

    private AttachedStore attach(String owner, WorkFolder work, ArchiveProgress progress)
            throws IOException, InterruptedException {
        List<StoreRoot> roots = new ArrayList<>();
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (KeptRoot kept : new KeptRoots(setting, owner, work).read(progress)) {
            try (LineCursor lines = new SortedLines(kept.stored().rows())) {
                while (!lines.isAtEnd()) {
                    rows.add(lines.take());
                }
            }
            setting.disk().delete(kept.stored().rows());
            roots.add(kept.stored().root());
        }
        Path all = rows.sortedFile();
        Optional<TakenUp> index = isReadable() ? Optional.of(takeUp(roots, all, work, progress)) : Optional.empty();
        return found(owner, roots, all, index);
    }

    private boolean isReadable() {
        return setting.encryption().suffix().isEmpty() || access.identity().isPresent();
    }

    private TakenUp takeUp(List<StoreRoot> roots, Path rows, WorkFolder work, ArchiveProgress progress)
            throws IOException, InterruptedException {
        ArchiveState state = setting.state();
        state.open();
        for (int damages = 0; ; damages++) {
            try {
                return new StateRebuild(state, access, setting.looks(), work, progress, setting.warnings())
                        .rebuild(roots, rows);
            } catch (DamagedLinesException e) {
                if (damages == MOST_DAMAGES || !state.putAside(e)) {
                    throw e;
                }
            }
        }
    }

    private AttachedStore found(String owner, List<StoreRoot> roots, Path rows, Optional<TakenUp> index)
            throws IOException {
        long objects = 0;
        long bytes = 0;
        try (LineCursor lines = new SortedLines(rows)) {
            for (String last = ""; !lines.isAtEnd(); lines.next()) {
                ObjectRow row = ObjectRow.parse(lines.peek());
                if (!row.key().text().equals(last)) {
                    objects++;
                    bytes += row.length();
                }
                last = row.key().text();
            }
        }
        Optional<String> newest = roots.stream().map(StoreRoot::snapshot).max(Comparator.naturalOrder());
        return new AttachedStore(setting.options().store(), owner, roots.size(), newest, objects, bytes, index);
    }
}
