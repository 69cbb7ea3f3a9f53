package io.ghekeeper.cli;

import io.ghekeeper.archive.Archiver;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Store;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The archive: the store, and the runs that send to it. */
final class ArchiveAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;

    ArchiveAssembly(CoreAssembly core, Supplier<RunAssembly> runs) {
        this.core = core;
        this.runs = runs;
    }

    ArchiveSettings settings() {
        return core.configuration().archive();
    }

    /** For the supervisor, too. */
    NextArchive next() {
        Schedule schedule = new Schedule(
                core.configuration().schedule().timeZone(), settings().schedule());
        return new NextArchive(
                core.historyReader(), settings(), schedule::next, core.clock().instant());
    }

    ArchiveRun run() {
        ArchiveTransfer progress = new ArchiveTransfer(settings().rateLimit());
        return new ArchiveRun(
                runs.get().execution(settings().limits(), progress),
                progress,
                core.historyReader(),
                settings(),
                this::archiver,
                evidence(),
                core.disk());
    }

    EvidenceFiles evidence() {
        return new EvidenceFiles(core.journal().directory());
    }

    private ArchiveRun.ArchiverCall archiver(Consumer<String> warn) {
        doubt().ifPresent(warn);
        return new Archiver()::archive;
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
            objects.find(new ObjectKey("format.json"));
        }
        return doubt;
    }

    private Optional<String> doubt() {
        return requireOffVolume()
                ? Optional.empty()
                : Optional.of("it is on the file system of the snapshots, and is lost with them: good for trials only");
    }

    /**
     * The store; nothing is sent yet.
     *
     * @throws Failure CONFIGURATION_INVALID where none is configured
     */
    ObjectStore store() {
        next().requireStore();
        URI place = settings().store().orElseThrow();
        if (isFolder(place)) {
            return new FolderStore(Path.of(place.getPath()), core.disk(), core.clock());
        }
        Aws aws = new Aws(core.configuration().kms(), core.environment().environment());
        String prefix = place.getPath().isEmpty() ? "" : place.getPath().substring(1) + "/";
        return new S3Store(aws, place.getAuthority(), prefix);
    }

    private static boolean isFolder(URI place) {
        return place.getScheme().equals("file");
    }

    /**
     * A folder on the file system of the snapshots is lost with them, so nothing in it may be called archived. Where the
     * volume itself may lie anywhere, ghe-keeper is tried out, and a warning is enough.
     *
     * @return whether the store survives the volume
     * @throws Failure STORE_FAILED where the folder is not there, CONFIGURATION_INVALID where it is on the volume
     */
    private boolean requireOffVolume() {
        URI place = settings().store().orElseThrow();
        Path folder = Path.of(place.getPath());
        if (!isFolder(place)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "there is no folder " + folder + ", which archive.store names",
                    "Mount it, or make it: nothing is archived into a folder that is not there.");
        }
        if (!core.volume().isOn(folder)) {
            return true;
        }
        if (core.volume().mayBeAnywhere()) {
            return false;
        }
        throw new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "archive.store (" + folder + ") is on the file system of the snapshots, and is lost with them",
                "Name a folder on another file system, or a bucket. To try it out all the same: data.mount: any");
    }
}
