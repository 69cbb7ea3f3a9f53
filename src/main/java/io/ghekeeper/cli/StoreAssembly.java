package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveAccess;
import io.ghekeeper.archive.LockPolicy;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.S3AccessSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectLockMode;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.store.FolderCheck;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Store;
import io.ghekeeper.store.StoreCheck;
import io.ghekeeper.store.StoreRetries;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The store of the archive. */
final class StoreAssembly {
    private final CoreAssembly core;
    private final ArchiveSettings settings;
    private final S3AccessSettings s3;

    StoreAssembly(CoreAssembly core) {
        this(core, core.configuration().archive(), S3AccessSettings.OWN);
    }

    private StoreAssembly(CoreAssembly core, ArchiveSettings settings, S3AccessSettings s3) {
        this.core = core;
        this.settings = settings;
        this.s3 = s3;
    }

    /** Another store of the same archive, which may be of another account or provider. */
    StoreAssembly copyAt(URI place) {
        return new StoreAssembly(
                core, settings.copiedTo(place), core.configuration().copy());
    }

    /** @throws Failure CONFIGURATION_INVALID where none is configured */
    @SuppressWarnings("MissingSummary")
    private URI place() {
        return settings.store().orElseThrow(NextArchive::noStore);
    }

    private static boolean isFolder(URI place) {
        return place.getScheme().equals("file");
    }

    /**
     * The store; nothing is sent yet.
     *
     * @throws Failure CONFIGURATION_INVALID where none is configured
     */
    ObjectStore store() {
        URI place = place();
        return isFolder(place)
                ? new FolderStore(Path.of(place.getPath()), core.disk(), core.clock())
                : new StoreRetries(
                        new S3Store(aws(), BucketPlace.of(place, settings)),
                        RandomGenerator.getDefault(),
                        StoreRetries.RetryPause.real());
    }

    /** @param store and {@code identity} stay the caller's to close */
    @SuppressWarnings("MissingSummary")
    ArchiveAccess access(ObjectStore store, Optional<ArchiveIdentity> identity) {
        return new ArchiveAccess(core.journal().directory(), core.disk(), store, identity, settings.parallel());
    }

    /** Of packs; nothing where the store is a folder. */
    Optional<StorageClass> storageClass() {
        return isFolder(place()) ? Optional.empty() : Optional.of(settings.storageClass());
    }

    /** How long objects are locked, where they are; a folder locks nothing. */
    Optional<LockPolicy> locks() {
        return isFolder(place()) ? Optional.empty() : settings.lock().policy();
    }

    private Aws aws() {
        return new Aws(core.configuration().kms(), core.environment().environment(), s3);
    }

    /** Whether the store does what an archive wants. */
    StoreFitness fitness() {
        URI place = place();
        boolean locks = settings.lock().mode() != ObjectLockMode.OFF;
        if (isFolder(place)) {
            return new StoreFitness(place.toString(), Optional.empty(), () -> new FolderCheck(store()).run());
        }
        StoreCheck check = new StoreCheck(aws(), BucketPlace.of(place, settings), locks, core.clock());
        return new StoreFitness(place.toString(), Optional.of(check), check::run);
    }

    /**
     * Asks the store for an object, which may be missing.
     *
     * @return a doubt about the store, if any
     * @throws Failure what keeps it from being reached, or from being one
     */
    Optional<String> reach() {
        Optional<String> doubt = doubt();
        try (ObjectStore objects = store()) {
            objects.find(StoreFitness.FORMAT);
        }
        return doubt;
    }

    /** A doubt about the store, if any: see {@link StoreFolder#doubt}. */
    Optional<String> doubt() {
        URI place = place();
        return isFolder(place) ? new StoreFolder(Path.of(place.getPath()), core.volume()).doubt() : Optional.empty();
    }
}
