package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Verifies a store: each object that a root needs is there, as it was put, with nothing over it; the store's own checksum is
 * its own; and within a time each one is read. Changes nothing in the store. The caller holds the lease of the keep lane.
 */
public final class StoreVerifier {
    private final Path stateDirectory;
    private final Disk disk;
    private final Clock clock;
    private final ObjectStore store;
    private final StoreVerifyOptions options;
    private final Consumer<String> warnings;

    /**
     * A verifier.
     *
     * @param store below the prefix of this appliance
     * @param warnings gets a sentence for each thing that a person should know of
     */
    public StoreVerifier(
            Path stateDirectory,
            Disk disk,
            Clock clock,
            ObjectStore store,
            StoreVerifyOptions options,
            Consumer<String> warnings) {
        this.stateDirectory = stateDirectory;
        this.disk = disk;
        this.clock = clock;
        this.store = store;
        this.options = options;
        this.warnings = warnings;
    }

    /**
     * What was found, when all was looked at.
     *
     * @param unread why some objects could not be read; none where each was that was due
     * @param givenUp the snapshots that had to be there, and that have a tombstone
     * @param neededDamage those that roots need of the objects that readings of all files found damaged
     */
    public record StoreFindings(
            StoreVerification verification, List<Failure> unread, Set<String> givenUp, Set<String> neededDamage) {
        public StoreFindings {
            unread = List.copyOf(unread);
            givenUp = Set.copyOf(givenUp);
            neededDamage = Set.copyOf(neededDamage);
        }
    }

    /**
     * Verifies it. Damage is what it returns, and no failure.
     *
     * @param run the id of the run that does it
     * @throws Failure STORE_FAILED or of an AWS kind when the store is away or its lists cannot be believed: then nothing is
     *     known of any snapshot; of a VOLUME kind when the record cannot be written; what {@code progress} throws
     */
    public StoreFindings verify(String run, ArchiveProgress progress) {
        Path folder = stateDirectory.resolve("archive");
        try {
            PrivateFolder.make(disk, folder);
            LookRecord record = new LookRecord(disk, folder, options.store(), warnings);
            try (WorkFolder work = new WorkFolder(disk, folder.resolve("work"), progress::requireGoOn)) {
                LockEnds ends = LockEnds.read(disk, folder, options.store());
                StoreReadings readings = new StoreReadBacks(stateDirectory).read(options.store());
                return new StorePass(store, options, record, work, clock.instant(), warnings, ends, readings, progress)
                        .run(run);
            }
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the verification of " + options.store() + " was interrupted",
                    "Nothing to do: the next one reads what this one did not.",
                    e);
        } catch (IOException e) {
            throw unwritable(folder, e);
        } catch (UncheckedIOException e) {
            throw unwritable(folder, e.getCause());
        }
    }

    private Failure unwritable(Path folder, IOException e) {
        return Unwritable.failure("cannot verify " + options.store() + " with the files in " + folder, folder, e);
    }
}
