package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveAccess;
import io.ghekeeper.archive.ArchiveIdentity;
import io.ghekeeper.archive.LockPolicy;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.S3Access;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectLockMode;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import io.ghekeeper.store.StoreCheck;
import io.ghekeeper.store.StoreRetries;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The store of the archive. */
final class StoreAssembly {
    private final CoreAssembly core;
    private final ArchiveSettings settings;
    private final S3Access s3;

    StoreAssembly(CoreAssembly core) {
        this(core, core.configuration().archive(), S3Access.OWN);
    }

    private StoreAssembly(CoreAssembly core, ArchiveSettings settings, S3Access s3) {
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
                        new S3Store(aws(), bucket(place)),
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

    private S3Settings bucket(URI place) {
        return new S3Settings(
                place.getAuthority(),
                place.getPath().isEmpty() ? "" : place.getPath().substring(1) + "/",
                settings.lock().mode() == ObjectLockMode.COMPLIANCE
                        ? S3Settings.LockMode.COMPLIANCE
                        : S3Settings.LockMode.GOVERNANCE,
                settings.kmsKey(),
                settings.storageClass() == StorageClass.STANDARD
                        ? Optional.empty()
                        : Optional.of(settings.storageClass().name()));
    }

    /** Whether the store does what an archive wants. */
    StoreFitness fitness() {
        URI place = place();
        boolean locks = settings.lock().mode() != ObjectLockMode.OFF;
        return new StoreFitness(
                place.toString(),
                isFolder(place)
                        ? Optional.empty()
                        : Optional.of(new StoreCheck(aws(), bucket(place), locks, core.clock())));
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

    /**
     * A folder on the file system of the snapshots is lost with them, so nothing in it may be called archived. Where the
     * volume itself may lie anywhere, ghe-keeper is tried out, and a warning is enough.
     *
     * @throws Failure STORE_FAILED where the folder is not there, CONFIGURATION_INVALID where it is on the volume
     */
    Optional<String> doubt() {
        URI place = place();
        if (!isFolder(place)) {
            return Optional.empty();
        }
        Path folder = Path.of(place.getPath());
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "there is no folder " + folder + " for the archive",
                    "Mount it, or make it: nothing is archived into a folder that is not there.");
        }
        if (!core.volume().isOn(folder)) {
            return Optional.empty();
        }
        if (core.volume().mayBeAnywhere()) {
            return Optional.of(
                    "it is on the file system of the snapshots, and is lost with them: good for trials only");
        }
        throw new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "the archive's folder " + folder + " is on the file system of the snapshots, and is lost with them",
                "Name a folder on another file system, or a bucket. To try it out all the same: data.mount: any");
    }
}
