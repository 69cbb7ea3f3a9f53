package io.ghekeeper.archive;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Archives snapshots: sends what the store lacks, proves that all is there, and writes the root last. Killed at any moment
 * and begun again, it goes on with what was sent. The caller holds the lease of the keep lane.
 */
public final class Archiver {
    private final ArchiveSetting setting;

    /**
     * An archiver.
     *
     * @param store below the prefix of this appliance
     * @param warnings gets a sentence for each thing that a person should know of
     */
    public Archiver(
            Path stateDirectory,
            Disk disk,
            Clock clock,
            ObjectStore store,
            Encryption encryption,
            ArchiveOptions options,
            Consumer<String> warnings) {
        this.setting = new ArchiveSetting(stateDirectory, disk, clock, store, encryption, options, warnings);
    }

    /**
     * Archives a snapshot that has a seal. One that is archived already is proven to be there; its locks are extended, and
     * nothing is sent.
     *
     * @param run the id of the run that does it
     * @return when the snapshot is whole in the store
     * @throws Failure SEAL_MISSING, SEAL_DAMAGED; SNAPSHOT_DAMAGED with the first file that is not what was sealed;
     *     CONFIGURATION_INVALID when the store is another appliance's; STORE_FAILED, also where the store has a tombstone of
     *     it, or of an AWS kind; ARCHIVE_DAMAGED when all objects are there, and a reading of all files found damage that may
     *     be in these; ENCRYPTION_FAILED; of a VOLUME kind when the state cannot be written; what {@code progress}
     *     throws
     */
    public ArchivedSnapshot archive(Snapshot snapshot, String run, ArchiveProgress progress) {
        return inWork(snapshot, progress, (appliance, until, work) -> {
            Optional<ArchiveRoots.StoredRoot> there = new ArchiveRoots(setting.store(), work)
                    .find(snapshot.id(), appliance, setting.check(work, progress));
            ArchivedSnapshot archived = there.isPresent()
                    ? locked(there.get(), until, progress)
                            .receipt(setting.options().store(), 0, 0)
                    : new SnapshotArchive(setting, snapshot, run, appliance, until, work, progress)
                            .archive(1, Optional.empty());
            requireUndoubted(snapshot, there.map(root -> root.root().number()).orElse(1), false);
            return archived;
        });
    }

    /**
     * Sends again what the store lost of a snapshot that is whole on the volume, and writes a further root. Nothing in the
     * store is overwritten or removed. What a verification or a reading of all files found damaged counts as lost; where the
     * reading did not find in which objects the damage is, all of them do, if the root says which these are. One that is whole in the
     * store is only proven to be there.
     *
     * @param run the id of the run that does it
     * @throws Failure as {@link #archive} does
     */
    public ArchivedSnapshot repair(Snapshot snapshot, String run, ArchiveProgress progress) {
        return inWork(snapshot, progress, (appliance, until, work) -> {
            LostObjects lost = new LostObjects(setting, work);
            Optional<ArchiveRoots.StoredRoot> whole = lost.find(snapshot.id(), appliance, progress);
            ArchivedSnapshot archived = whole.isPresent()
                    ? locked(whole.get(), until, progress)
                            .receipt(setting.options().store(), 0, 0)
                    : new SnapshotArchive(setting, snapshot, run, appliance, until, work, progress)
                            .archive(lost.nextRoot(), lost.all());
            int root = whole.map(latest -> latest.root().number()).orElse(lost.nextRoot());
            requireUndoubted(snapshot, root, lost.doubtStays());
            return archived;
        });
    }

    /**
     * That all objects are there proves nothing where a reading found differences that are in none of them.
     *
     * @param same the root may name what the reading doubts
     */
    private void requireUndoubted(Snapshot snapshot, int root, boolean same) {
        StoreReadings readings = setting.readings();
        readings.requireReadable();
        readings.of(snapshot.id()).filter(last -> !last.sparesRoot(root)).ifPresent(last -> {
            throw doubted(snapshot.id(), last, root > last.root() && !same);
        });
    }

    /** @param again whether there is a root since that need not name the same */
    @SuppressWarnings("MissingSummary")
    private static Failure doubted(String id, StoreReadBack last, boolean again) {
        String damage = last.result().damage().orElse("its files differ");
        String readBack = "ghe-keeper archive read-back " + id + " --identity FILE";
        return new Failure(
                FailureKind.ARCHIVE_DAMAGED,
                again
                        ? "the store has a later root of " + id + ", but in an earlier one " + damage
                                + ", and it was not known in which objects"
                        : "all objects of " + id + " are in the store, but " + damage
                                + ", and it is not known in which objects",
                again
                        ? "Read the later root: " + readBack
                        : "Read it again: " + readBack
                                + ". Where that finds the same, send all of it once more: ghe-keeper archive " + id
                                + " --repair");
    }

    private interface ArchiveWork {
        ArchivedSnapshot archive(String appliance, Optional<Instant> until, WorkFolder work)
                throws IOException, InterruptedException;
    }

    private ArchivedSnapshot inWork(Snapshot snapshot, ArchiveProgress progress, ArchiveWork task) {
        return on(snapshot.id(), () -> {
            CopyFolder.remove(setting.disk(), setting.folder()); // it takes room, also where the store is away
            StoreOwner owner = new StoreOwner(setting);
            String appliance = owner.appliance(snapshot);
            Optional<Instant> until = owner.claim(appliance);
            requireWanted(snapshot, appliance);
            prepare();
            removeUnfinished(progress);
            Path folder = setting.folder().resolve("work");
            try (WorkFolder work = new WorkFolder(setting.disk(), folder, progress::requireGoOn)) {
                return task.archive(appliance, until, work);
            }
        });
    }

    /** Its objects first: a root is never locked for longer than what it names. */
    private RootFacts locked(ArchiveRoots.StoredRoot root, Optional<Instant> until, ArchiveProgress progress)
            throws IOException, InterruptedException {
        if (until.isEmpty()) {
            return root.facts();
        }
        try (PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            setting.locks().extend(root.rows(), until.get(), lanes, progress);
        }
        setting.store().retain(root.root().key(), root.root().version(), until.get());
        return root.facts().locked(until.get());
    }

    /**
     * Extends the locks of all objects of each snapshot that the store keeps, where they end before the promised term is over:
     * else they would end while the snapshot is kept.
     *
     * @param archived the receipt of this run; nothing where it failed
     * @return the snapshots whose locks were extended, with their new ends; none where objects are not locked
     * @throws Failure as {@link #archive} does; STORE_FAILED, after all other locks were extended, where a root or an object
     *     is lost
     */
    public Map<String, Instant> extendLocks(
            Snapshot snapshot, Optional<ArchivedSnapshot> archived, ArchiveProgress progress) {
        return on(snapshot.id(), () -> {
            Optional<ObjectLocks.ShortLocks> locks = setting.locks().shortLocks();
            if (locks.isEmpty()) {
                return Map.of();
            }
            prepare();
            StoreOwner owner = new StoreOwner(setting);
            String appliance = owner.appliance(snapshot);
            if (!owner.isOwned(appliance)) {
                return Map.of();
            }
            Path folder = setting.folder().resolve("work");
            try (WorkFolder work = new WorkFolder(setting.disk(), folder, progress::requireGoOn)) {
                return new KeptSnapshotLocks(setting, appliance, work, progress).extend(archived, locks.get());
            }
        });
    }

    /**
     * What an archive of it would do now. Changes nothing, neither here nor in the store.
     *
     * @throws Failure as {@link #archive} does
     */
    public ArchivePlan plan(Snapshot snapshot, ArchiveProgress progress) {
        return on(snapshot.id(), () -> {
            StoreOwner owner = new StoreOwner(setting);
            owner.isOwned(owner.appliance(snapshot));
            try (WorkFolder work =
                    WorkFolder.ofProcess(setting.disk(), setting.stateDirectory(), progress::requireGoOn)) {
                return new ArchivePlanner(setting, work, progress).plan(snapshot);
            }
        });
    }

    /** @param identity see {@link ArchiveAttach} */
    @SuppressWarnings("MissingSummary")
    public ArchiveAttach attachment(Optional<ArchiveIdentity> identity) {
        return new ArchiveAttach(setting, identity);
    }

    /** @param identity see {@link ArchiveCompact} */
    @SuppressWarnings("MissingSummary")
    public ArchiveCompact compaction(Optional<ArchiveIdentity> identity, DeadPacks dead) {
        return new ArchiveCompact(setting, identity, dead);
    }

    /** @param target archives into the other store */
    @SuppressWarnings("MissingSummary")
    public StoreCopy copyTo(Archiver target) {
        return new StoreCopy(setting, target.setting);
    }

    /** A tombstone stays until all that the snapshot had is deleted. Until then that may go at any moment. */
    private void requireWanted(Snapshot snapshot, String appliance) {
        Tombstones tombstones = Tombstones.of(setting.store(), appliance, snapshot.id());
        tombstones.strange().ifPresent(setting.warnings());
        if (tombstones.has(snapshot.id())) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "snapshot " + snapshot.id() + " is not archived: the store has a tombstone of it, as archive.keep"
                            + " keeps it no longer there",
                    "Archive a newer one; or wait until ghe-keeper archive prune has deleted the rest of it.");
        }
    }

    private void prepare() throws IOException {
        PrivateFolder.make(setting.disk(), setting.folder());
        WorkFolder.removeDead(setting.disk(), setting.stateDirectory());
    }

    /** They are no objects: where they cannot be removed, the archive is as good. */
    private void removeUnfinished(ArchiveProgress progress) {
        Runnable goOn = () -> {
            progress.answered();
            progress.requireGoOn();
        };
        try {
            int removed = setting.store().removeUnfinished(PruneName.FOLDERS, goOn);
            if (removed > 0) {
                setting.warnings().accept("removed unfinished files of killed runs from the store: " + removed);
            }
        } catch (Failure stays) {
            progress.requireGoOn(); // what ends the run is no failure of this
            setting.warnings().accept(stays.getMessage());
        }
    }

    private interface ArchiveStep<T> {
        T take() throws IOException, InterruptedException;
    }

    private <T> T on(String snapshot, ArchiveStep<T> step) {
        try {
            return step.take();
        } catch (LostObjectsException e) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "snapshot " + snapshot + " is not archived: " + e.getMessage() + ", though they were sent",
                    "Find out what else changes the store. Then type: ghe-keeper archive " + snapshot,
                    e);
        } catch (IOException e) {
            throw unwritable(snapshot, e);
        } catch (UncheckedIOException e) {
            throw unwritable(snapshot, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the archive of " + snapshot + " was interrupted",
                    "Nothing to do: the next run goes on with what was sent.");
        }
    }

    private Failure unwritable(String snapshot, IOException e) {
        Path folder = setting.folder();
        return Unwritable.failure("cannot archive " + snapshot + " with the files in " + folder, folder, e);
    }
}
