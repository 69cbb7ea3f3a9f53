package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.util.Optional;

/** Finds what the store lost of an archived snapshot. */
final class LostObjects {
    private final ArchiveSetting setting;
    private final WorkFolder work;
    private int latest;
    private boolean doubtStays;
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
        boolean doubted = isDoubted(snapshotId);
        ReadBackCheck check = setting.check(work, progress);
        try {
            if (doubted) {
                // All of it counts as lost, whatever the store has of it.
                ArchiveRoots.StoredRoot named = roots.readNames(root.get(), appliance, check);
                throw LostObjectsException.doubted(named.rows(), named.count());
            }
            ArchiveRoots.StoredRoot stored = roots.read(root.get(), appliance, check);
            return Optional.of(stored).filter(whole -> !root.get().hidden());
        } catch (LostObjectsException e) {
            lost = Optional.of(e);
        } catch (RootReader.DamagedRootException e) {
            doubtStays = doubted;
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

    /** A reading found damage in what a damaged root named: the next root may name the same. */
    boolean doubtStays() {
        return doubtStays;
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
