package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.run.RateLimit;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What every archive of a snapshot needs.
 *
 * @param stateDirectory holds the seals, and the folder of the archive
 * @param store below the prefix of the appliance
 * @param warnings gets a sentence for each thing that a person should know of
 */
record ArchiveSetting(
        Path stateDirectory,
        Disk disk,
        Clock clock,
        ObjectStore store,
        Encryption encryption,
        ArchiveOptions options,
        Consumer<String> warnings) {
    /** In bytes, of what one sorter has in memory; four are open at the same time at most. */
    static final long SORTED_IN_MEMORY = 16 << 20;

    /** Where the state and the outbox are. */
    Path folder() {
        return stateDirectory.resolve("archive");
    }

    ArchiveState state() {
        return new ArchiveState(disk, folder(), options.store(), warnings);
    }

    LookRecord looks() {
        return new LookRecord(disk, folder(), options.store(), warnings);
    }

    Optional<RateLimit> rate() {
        OptionalLong most = options.bytesPerSecond();
        return most.isPresent() ? Optional.of(new RateLimit(most.getAsLong())) : Optional.empty();
    }

    /** What readings of all files found in the store. */
    StoreReadings readings() {
        return new StoreReadBacks(stateDirectory).read(options.store());
    }

    ReadBackCheck check(WorkFolder work, ArchiveProgress progress) {
        return new ReadBackCheck(store, work, looks(), readings().damagedObjects(), progress);
    }

    ObjectLocks locks() {
        return new ObjectLocks(store, options.lock(), clock);
    }
}
