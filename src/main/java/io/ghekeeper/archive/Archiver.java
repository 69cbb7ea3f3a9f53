package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.run.RateLimit;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Archives snapshots: sends what the store lacks, proves that all is there, and writes the root last. Killed at any moment
 * and begun again, it goes on with what was sent. The caller holds the lease of the keep lane.
 */
public final class Archiver {
    /** In bytes, of what one sorter has in memory; four are open at the same time at most. */
    private static final long SORTED_IN_MEMORY = 16 << 20;

    private static final int MOST_PASSES = 4;

    private final Path stateDirectory;
    private final Path folder;
    private final Disk disk;
    private final Clock clock;
    private final ObjectStore store;
    private final Encryption encryption;
    private final ArchiveOptions options;
    private final Consumer<String> warnings;
    private final ObjectLocks locks;

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
        this.stateDirectory = stateDirectory;
        this.folder = stateDirectory.resolve("archive");
        this.disk = disk;
        this.clock = clock;
        this.store = store;
        this.encryption = encryption;
        this.options = options;
        this.warnings = warnings;
        this.locks = new ObjectLocks(store, options.lock(), clock);
    }

    /**
     * Archives a snapshot that has a seal. One that is archived already is proven to be there, and nothing is sent.
     *
     * @param run the id of the run that does it
     * @return when the snapshot is whole in the store
     * @throws Failure SEAL_MISSING, SEAL_DAMAGED; SNAPSHOT_DAMAGED with the first file that is not what was sealed;
     *     CONFIGURATION_INVALID when the store is another appliance's; STORE_FAILED or of an AWS kind; ENCRYPTION_FAILED; of a
     *     VOLUME kind when the state cannot be written; what {@code progress} throws
     */
    public ArchivedSnapshot archive(Snapshot snapshot, String run, ArchiveProgress progress) {
        return on(snapshot, () -> {
            StoreOwner owner = new StoreOwner(store, options, encryption, locks);
            String appliance = owner.appliance(snapshot);
            Optional<Instant> until = owner.claim(appliance);
            prepare(folder);
            try (WorkFolder work = new WorkFolder(disk, folder.resolve("work"))) {
                ReadBackCheck check = new ReadBackCheck(store, work, progress);
                ArchiveRoots roots = new ArchiveRoots(store, work);
                Optional<RootFacts> there = roots.find(snapshot.id(), appliance, check);
                return there.isPresent()
                        ? there.get().receipt(options.store(), 0, 0)
                        : new Attempt(snapshot, run, appliance, until, work, roots, check, progress).archive();
            }
        });
    }

    /**
     * What an archive of it would do now. Changes nothing, neither here nor in the store.
     *
     * @throws Failure as {@link #archive} does
     */
    public ArchivePlan plan(Snapshot snapshot, ArchiveProgress progress) {
        return on(snapshot, () -> {
            StoreOwner owner = new StoreOwner(store, options, encryption, locks);
            owner.isOwned(owner.appliance(snapshot));
            ArchiveState state = new ArchiveState(disk, folder, options.store(), warnings);
            state.read();
            boolean archived = store.find(RootWriter.key(snapshot.id())).isPresent();
            try (WorkFolder work = WorkFolder.ofProcess(disk, stateDirectory)) {
                SealedContent content = new SealedContent(stateDirectory, disk, snapshot);
                return ArchivePlanner.plan(content, options.store(), archived, state, work, SORTED_IN_MEMORY, progress);
            }
        });
    }

    private void prepare(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(directory);
            disk.sync(directory.toAbsolutePath().getParent());
        }
        WorkFolder.removeDead(disk, stateDirectory);
    }

    private interface ArchiveStep<T> {
        T take() throws IOException, InterruptedException;
    }

    private <T> T on(Snapshot snapshot, ArchiveStep<T> step) {
        try {
            return step.take();
        } catch (IOException e) {
            throw unwritable(snapshot, e);
        } catch (UncheckedIOException e) {
            throw unwritable(snapshot, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the archive of " + snapshot.id() + " was interrupted",
                    "Nothing to do: the next run goes on with what was sent.");
        }
    }

    private Failure unwritable(Snapshot snapshot, IOException e) {
        return Unwritable.failure("cannot archive " + snapshot.id() + " with the files in " + folder, folder, e);
    }

    /** One run, for a snapshot that the store has not. */
    private final class Attempt {
        private final Snapshot snapshot;
        private final String run;
        private final String appliance;
        private final WorkFolder work;
        private final ArchiveRoots roots;
        private final ReadBackCheck check;
        private final ArchiveProgress progress;
        private final PackKeys keys = new PackKeys(encryption);
        private final ArchiveState state = new ArchiveState(disk, folder, options.store(), warnings);
        private final ObjectWriter objects = new ObjectWriter(disk, folder.resolve("outbox"), encryption);
        private final Outbox outbox = new Outbox(disk, folder.resolve("outbox"));
        private final ObjectSender sender;

        Attempt(
                Snapshot snapshot,
                String run,
                String appliance,
                Optional<Instant> until,
                WorkFolder work,
                ArchiveRoots roots,
                ReadBackCheck check,
                ArchiveProgress progress) {
            this.snapshot = snapshot;
            this.run = run;
            this.appliance = appliance;
            this.work = work;
            this.roots = roots;
            this.check = check;
            this.progress = progress;
            this.sender = new ObjectSender(store, outbox, rate(), until, progress);
        }

        private Optional<RateLimit> rate() {
            OptionalLong most = options.bytesPerSecond();
            return most.isPresent() ? Optional.of(new RateLimit(most.getAsLong())) : Optional.empty();
        }

        ArchivedSnapshot archive() throws IOException, InterruptedException {
            state.open();
            objects.prepare();
            outbox.open();
            adopt();
            for (int passes = 1; ; passes++) {
                try {
                    return commit(pass().run());
                } catch (DamagedLinesException | MissingContentException | LostObjectsException e) {
                    if (passes == MOST_PASSES) {
                        throw e;
                    }
                    repair(e);
                }
            }
        }

        /** What a killed run left is in the store, or is sent now. */
        private void adopt() throws IOException {
            for (WaitingObject waiting : outbox.waiting()) {
                progress.requireGoOn();
                sender.send(waiting);
            }
            outbox.record(state, new StateChange(work, SORTED_IN_MEMORY));
        }

        private ArchivePass pass() {
            ArchivePass.ObjectParts parts = new ArchivePass.ObjectParts(
                    objects, new PackBuilder(snapshot.id(), objects), outbox, sender, keys, options.lanes());
            SealedContent content = new SealedContent(stateDirectory, disk, snapshot);
            return new ArchivePass(content, state, work, SORTED_IN_MEMORY, parts, progress);
        }

        private ArchivedSnapshot commit(ArchivePass.NeededObjects needed) throws IOException, InterruptedException {
            check.require(needed.objects(), needed.count());
            // As of now: a first archive may take days.
            Optional<Instant> until = locks.until();
            Path rows = until.isPresent() ? locked(needed.objects(), until.get()) : needed.objects();
            RootFacts facts = new RootFacts(
                    appliance,
                    snapshot.id(),
                    needed.units().sealedAt(),
                    clock.instant(),
                    run,
                    needed.units().entries(),
                    needed.units().bytes(),
                    new ObjectKey(needed.manifest()),
                    until);
            progress.requireGoOn();
            roots.put(facts, rows, sender);
            return facts.receipt(options.store(), sender.bytes(), sender.objects());
        }

        private Path locked(Path rows, Instant until) throws IOException, InterruptedException {
            try (PackLanes lanes = new PackLanes(options.lanes(), progress)) {
                return locks.extend(rows, until, state, new StateChange(work, SORTED_IN_MEMORY), work, lanes);
            }
        }

        private void repair(IOException cause) throws IOException {
            StateScrub scrub = new StateScrub(state, work, SORTED_IN_MEMORY, keys);
            if (cause instanceof LostObjectsException lost) {
                warnings.accept(lost.getMessage() + ": what these held is sent again");
                scrub.forget(lost.lost());
            } else if (cause instanceof MissingContentException || state.putAside((DamagedLinesException) cause)) {
                scrub.forgetUnknown();
            } else {
                throw cause;
            }
        }
    }
}
