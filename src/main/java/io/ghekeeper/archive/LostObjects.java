package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import java.io.IOException;
import java.util.Optional;

/** Finds what the store lost of an archived snapshot. */
final class LostObjects {
    private final ArchiveSetting setting;
    private final WorkFolder work;
    private int latest;
    private Optional<LostObjectsException> lost = Optional.empty();

    LostObjects(ArchiveSetting setting, WorkFolder work) {
        this.setting = setting;
        this.work = work;
    }

    /** What the latest root says, where nothing is lost; nothing where a further root is needed, or the first one. */
    Optional<ArchiveRoots.StoredRoot> find(String snapshotId, String appliance, ArchiveProgress progress)
            throws IOException {
        ArchiveRoots roots = new ArchiveRoots(setting.store(), work);
        Optional<StoreRoot> root = roots.latest(snapshotId);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        latest = root.get().number();
        try {
            ArchiveRoots.StoredRoot stored = roots.read(root.get(), appliance, setting.check(work, progress));
            if (isDoubted(snapshotId)) {
                throw LostObjectsException.doubted(stored.rows(), stored.count());
            }
            return Optional.of(stored).filter(whole -> !root.get().hidden());
        } catch (LostObjectsException e) {
            lost = Optional.of(e);
        } catch (RootReader.DamagedRootException e) {
            setting.warnings().accept("the root " + root.get().key() + " says nothing: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** A reading of this root, or of a later one, found damage and not where it is. */
    private boolean isDoubted(String snapshotId) {
        return setting.readings()
                .of(snapshotId)
                .filter(last -> !last.result().isWhole() && !last.objectsKnown() && latest <= last.root())
                .isPresent();
    }

    /** The number of the root that is to be written. */
    int nextRoot() {
        return latest + 1;
    }

    /** All of them; nothing where none is. */
    Optional<LostObjectsException> all() {
        return lost;
    }
}
