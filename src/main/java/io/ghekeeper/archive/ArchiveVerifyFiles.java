package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import java.util.List;

/**
 * Level 3 of the archive's verification: reads every file of a snapshot out of the store, and compares it with the lists of the
 * seal there. It needs an identity where the archive is encrypted, a folder for temporary files, and nothing of the volume.
 */
public final class ArchiveVerifyFiles {
    private final ArchiveAccess access;

    public ArchiveVerifyFiles(ArchiveAccess access) {
        this.access = access;
    }

    /**
     * Reads it. Each list must have its SHA-256, and all together the entries and bytes of the root; each file's content must
     * be in a pack, with the digest and size of the list, under a name that {@code tar} finds. Modes, owners, times and
     * targets are in the lists alone. What is lost or damaged is a difference, and no failure.
     *
     * @throws io.ghekeeper.failure.Failure STORE_FAILED when no root of the snapshot is there; CONFIGURATION_INVALID when there is no identity, and
     *     the archive is encrypted; ENCRYPTION_FAILED when none fits any object; of the store; of a VOLUME kind; what {@code progress} throws
     */
    public VerifiedFiles verify(String snapshotId, ArchiveProgress progress) {
        return access.read("the reading of " + snapshotId, () -> {
            try (WorkFolder work = access.workFolder(progress)) {
                ObjectReader objects = access.objects(work, progress);
                List<StoreRoot> roots = StoreRoots.of(access.store(), snapshotId);
                if (roots.isEmpty()) {
                    throw StoreRoots.missing(FailureKind.STORE_FAILED, snapshotId);
                }
                VerifiedFiles found = new FilesCheck(objects, roots.get(0), access.lanes()).check();
                objects.requireIdentityFits();
                return found;
            }
        });
    }
}
