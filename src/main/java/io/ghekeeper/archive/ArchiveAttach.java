package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.archive.AttachedStore.TakenUp;
import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
            String owner = owner(appliance);
            PrivateFolder.make(setting.disk(), setting.folder());
            try (WorkFolder work = access.workFolder(progress)) {
                return attach(owner, work, progress);
            }
        });
    }

    /** The uuid of the appliance, which is this one. */
    private String owner(Optional<String> appliance) {
        String owner = StoreFormat.appliance(setting.store());
        String own = appliance
                .map(uuid -> uuid.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "nothing is attached: whose archive it must be is not known, and "
                                + setting.options().store() + " is of the appliance " + owner,
                        "If that is yours, set appliance.uuid to it."));
        StoreFormat.require(setting.store(), own);
        new StoreOwner(setting).isOwned(own);
        return owner;
    }

    private AttachedStore attach(String owner, WorkFolder work, ArchiveProgress progress)
            throws IOException, InterruptedException {
        List<StoreRoot> roots = new ArrayList<>();
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (List<StoreRoot> ofSnapshot : live(owner, work).values()) {
            progress.requireGoOn();
            read(ofSnapshot, owner, work, rows).ifPresent(roots::add);
        }
        Path all = rows.sortedFile();
        Optional<TakenUp> index = isReadable() ? Optional.of(takeUp(roots, all, work, progress)) : Optional.empty();
        return found(owner, roots, all, index);
    }

    /** The roots of each snapshot that the store keeps, the latest first. */
    private Map<String, List<StoreRoot>> live(String owner, WorkFolder work) {
        Map<String, List<StoreRoot>> bySnapshot = new TreeMap<>();
        for (StoreRoot root :
                new LiveObjects(setting.store(), work, owner).roots().live()) {
            bySnapshot
                    .computeIfAbsent(root.snapshot(), none -> new ArrayList<>())
                    .add(root);
        }
        bySnapshot
                .values()
                .forEach(roots ->
                        roots.sort(Comparator.comparingInt(StoreRoot::number).reversed()));
        return bySnapshot;
    }

    /** Returns the latest root that can be read, and adds the rows of its objects. */
    private Optional<StoreRoot> read(List<StoreRoot> roots, String owner, WorkFolder work, LineSorter rows)
            throws IOException {
        for (StoreRoot root : roots) {
            try {
                StoredRoot stored = new ArchiveRoots(setting.store(), work).read(root, owner);
                try (LineCursor lines = new SortedLines(stored.rows())) {
                    while (!lines.isAtEnd()) {
                        rows.add(lines.take());
                    }
                }
                setting.disk().delete(stored.rows());
                return Optional.of(root);
            } catch (DamagedRootException e) {
                setting.warnings().accept("the root " + root.key() + " is passed over: " + e.getMessage());
            }
        }
        return Optional.empty();
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
