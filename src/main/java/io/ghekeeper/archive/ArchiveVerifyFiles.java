package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Level 3 of the archive's verification: reads every file of a snapshot out of the store, and compares it with the lists of the
 * seal there. It needs an identity where the archive is encrypted, a folder for temporary files, and nothing of the volume.
 */
public final class ArchiveVerifyFiles {
    private final Path stateDirectory;
    private final Disk disk;
    private final ObjectStore store;
    private final Optional<ArchiveIdentity> identity;
    private final int lanes;

    /**
     * A verification.
     *
     * @param stateDirectory gets a folder for temporary files, with the packs that are being read: decrypted, for its owner alone
     * @param store below the prefix of the appliance
     * @param identity stays the caller's to close; nothing where the archive is not encrypted
     * @param lanes how many packs are read at the same time
     */
    public ArchiveVerifyFiles(
            Path stateDirectory, Disk disk, ObjectStore store, Optional<ArchiveIdentity> identity, int lanes) {
        this.stateDirectory = stateDirectory;
        this.disk = disk;
        this.store = store;
        this.identity = identity;
        this.lanes = lanes;
    }

    /**
     * Reads it. Each list must have its SHA-256, and all together the entries and bytes of the root; each file's content must
     * be in a pack, with the digest and size of the list, under a name that {@code tar} finds. Modes, owners, times and
     * targets are in the lists alone. What is lost or damaged is a difference, and no failure.
     *
     * @throws Failure STORE_FAILED when no root of the snapshot is there; CONFIGURATION_INVALID when there is no identity, and
     *     the archive is encrypted; ENCRYPTION_FAILED when none fits any object; of the store; of a VOLUME kind; what {@code progress} throws
     */
    public VerifiedFiles verify(String snapshotId, ArchiveProgress progress) {
        try (WorkFolder work = WorkFolder.withoutDead(disk, stateDirectory, progress::requireGoOn)) {
            ObjectReader objects = new ObjectReader(store, work, identity, progress);
            List<StoreRoot> roots = StoreRoots.of(store, snapshotId);
            if (roots.isEmpty()) {
                throw new Failure(
                        FailureKind.STORE_FAILED,
                        "the store has no root of " + snapshotId + ": it is not archived",
                        "List what is there with: ghe-keeper archive list");
            }
            VerifiedFiles found = new FilesCheck(objects, roots.get(0), lanes).check();
            objects.requireIdentityFits();
            return found;
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the reading of " + snapshotId + " was interrupted",
                    "Nothing to do: type the command again.");
        }
    }

    private Failure unwritable(IOException e) {
        return Unwritable.failure(
                "cannot read the archive with temporary files in " + stateDirectory, stateDirectory, e);
    }
}
