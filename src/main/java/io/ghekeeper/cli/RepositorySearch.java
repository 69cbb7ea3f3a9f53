package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchivedFolder;
import io.ghekeeper.archive.StoreRoots;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.repository.ArchivedRepositories;
import io.ghekeeper.repository.FoundRepository;
import io.ghekeeper.repository.RepositoryExport.RepositorySource;
import io.ghekeeper.repository.RepositoryPlace;
import io.ghekeeper.repository.RepositoryQuery;
import io.ghekeeper.repository.VolumeRepositories;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.SnapshotReaders;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AliveLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks for repositories: in complete snapshots of the volume first, and then in the store. */
final class RepositorySearch {
    private static final Set<FailureKind> UNREADABLE =
            Set.of(FailureKind.STORE_FAILED, FailureKind.ARCHIVE_DAMAGED, FailureKind.VOLUME_UNUSABLE);

    private final RootCommand root;
    private final Keeper keeper;
    private final Optional<ArchiveIdentity> identity;
    private final EndedReading progress;

    /** What is done with a repository while its snapshot is open. */
    interface SourceUse<T> {
        T with(FoundRepository repository, RepositorySource source);
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    RepositorySearch(RootCommand root, Optional<ArchiveIdentity> identity, EndedReading progress) {
        this.root = root;
        this.keeper = root.keeper();
        this.identity = identity;
        this.progress = progress;
    }

    private List<Snapshot> complete() {
        return keeper.core().history().catalogue().all().stream()
                .filter(Snapshot::complete)
                .toList();
    }

    /** In the newest complete snapshot of the volume. */
    List<FoundRepository> newest(RepositoryQuery query) {
        Snapshot newest = complete().stream()
                .findFirst()
                .orElseThrow(() -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN,
                        "no complete snapshot is on the volume",
                        "Search the store: ghe-keeper repository find " + query + " --all"));
        return volume(newest).find(query);
    }

    /** In one snapshot. */
    List<FoundRepository> in(String name, RepositoryQuery query) {
        Optional<Snapshot> there = onVolume(name);
        return there.isPresent()
                ? volume(there.get()).find(query)
                : archived(name, repositories -> repositories.find(query));
    }

    /** In the newest snapshot that has any. */
    List<FoundRepository> last(RepositoryQuery query) {
        List<Snapshot> complete = complete();
        for (Snapshot snapshot : complete) {
            List<FoundRepository> found =
                    unlessUnreadable(snapshot.id(), () -> volume(snapshot).find(query));
            if (!found.isEmpty()) {
                return found;
            }
        }
        if (!mayReadStore()) {
            return List.of();
        }
        List<String> onVolume = complete.stream().map(Snapshot::id).toList();
        for (String id : storedIds()) {
            List<FoundRepository> found = onVolume.contains(id)
                    ? List.of()
                    : unlessUnreadable(id, () -> archived(id, repositories -> repositories.find(query)));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** One that is damaged, or deleted meanwhile, keeps no older one from being searched. */
    private List<FoundRepository> unlessUnreadable(String id, Supplier<List<FoundRepository>> search) {
        try {
            return search.get();
        } catch (Failure e) {
            if (!UNREADABLE.contains(e.kind())) {
                throw e;
            }
            root.warn(id + " was not searched: " + e.getMessage());
            return List.of();
        }
    }

    /**
     * Finds the one repository in a snapshot, and hands it on.
     *
     * @throws Failure REPOSITORY_UNKNOWN when there is none, or several
     */
    <T> T use(String name, RepositoryQuery query, SourceUse<T> use) {
        Optional<Snapshot> there = onVolume(name);
        if (there.isPresent()) {
            return onVolume(there.get(), name, query, use);
        }
        return archived(name, repositories -> {
            FoundRepository one = one(name, query, repositories.find(query));
            return use.with(one, repositories.source(one.place(), keeper.core().disk()));
        });
    }

    /** Retention does not delete it meanwhile. */
    private <T> T onVolume(Snapshot snapshot, String name, RepositoryQuery query, SourceUse<T> use) {
        Optional<AliveLock> reading = reading(snapshot.id());
        try {
            VolumeRepositories volume = volume(snapshot);
            FoundRepository one = one(name, query, volume.find(query));
            return use.with(one, volume.source(one.place()));
        } finally {
            reading.ifPresent(lock -> end(lock, snapshot.id()));
        }
    }

    /** Where nothing of a keeper is, none deletes; where nothing can be written, the export may still be what is needed now. */
    private Optional<AliveLock> reading(String id) {
        Path state = keeper.core().journal().directory();
        try {
            return Files.isDirectory(state)
                    ? Optional.of(new SnapshotReaders(state, keeper.core().disk()).begin(id))
                    : Optional.empty();
        } catch (IOException e) {
            root.warn("retention may delete " + id + " while it is read, as nothing can be noted in " + state + ": "
                    + FileError.words(e));
            return Optional.empty();
        }
    }

    private void end(AliveLock lock, String id) {
        try {
            lock.close();
        } catch (IOException e) {
            root.warn("the note that " + id + " is read was not removed; the next retention run does: "
                    + FileError.words(e));
        }
    }

    private static FoundRepository one(String snapshot, RepositoryQuery query, List<FoundRepository> found) {
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new Failure(
                    FailureKind.REPOSITORY_UNKNOWN,
                    "no repository " + query + " is in " + snapshot,
                    "Search all snapshots: ghe-keeper repository find " + query + " --all");
        }
        List<String> paths = found.stream()
                .map(FoundRepository::place)
                .map(RepositoryPlace::path)
                .toList();
        throw new Failure(
                FailureKind.REPOSITORY_UNKNOWN,
                paths.size() + " repositories are called " + query + " in " + snapshot + ": "
                        + String.join(", ", paths.subList(0, Math.min(5, paths.size()))),
                "Name one by its path.");
    }

    private VolumeRepositories volume(Snapshot snapshot) {
        return new VolumeRepositories(snapshot, progress::requireGoOn);
    }

    /** Nothing where only the store can have it: it is not on the volume, or not complete there. */
    private Optional<Snapshot> onVolume(String name) {
        List<Snapshot> all = keeper.core().history().catalogue().all();
        boolean isArchived = keeper.archive().settings().store().isPresent() && Snapshots.isId(name);
        if (isArchived && all.stream().noneMatch(one -> one.id().equals(name) && one.complete())) {
            return Optional.empty();
        }
        String id = SealCommand.id(name, keeper);
        Snapshot snapshot =
                all.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        if (!snapshot.complete()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_INCOMPLETE,
                    "snapshot " + id + " is incomplete",
                    "Choose another one: ghe-keeper snapshots");
        }
        return Optional.of(snapshot);
    }

    private boolean mayReadStore() {
        if (keeper.archive().settings().store().isEmpty()) {
            return false;
        }
        boolean may = identity.isPresent() || keeper.archive().settings().encryption() == ObjectEncryption.NONE;
        if (!may) {
            root.warn("the snapshots in the store were not searched: that needs --identity");
        }
        return may;
    }

    private List<String> storedIds() {
        try (ObjectStore store = keeper.archive().stores().store()) {
            return StoreRoots.of(store).stream()
                    .map(StoreRoot::snapshot)
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private <T> T archived(String id, Function<ArchivedRepositories, T> use) {
        keeper.repairs().requireReadable(identity);
        try (ObjectStore store = keeper.archive().stores().store();
                ArchivedFolder archive =
                        ArchivedFolder.open(keeper.archive().stores().access(store, identity), id, progress)) {
            return use.apply(new ArchivedRepositories(archive, id, root::warn));
        }
    }
}
