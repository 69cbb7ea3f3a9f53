package io.ghekeeper.archive;

import io.ghekeeper.archive.LinkableFiles.LinkableSnapshot;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.seal.FetchedSeal;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.FetchLeftover;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fetches snapshots into the data directory. Each is made in {@code fetching-<id>}, with the mark of an incomplete one: a name
 * that no engine takes. It gets its own name when each file was proven, its seal is written, and all is on disk. The link {@code
 * current} is not touched. The caller holds the lease of the keep lane.
 */
public final class VolumeFetch {
    private final SnapshotFetch fetch;
    private final VolumePlaces places;
    private final String store;
    private final Optional<String> appliance;

    /**
     * What is on the volume.
     *
     * @param catalogue lists the snapshots now
     */
    public record VolumePlaces(
            Snapshots snapshots,
            Supplier<Catalogue> catalogue,
            EvidenceFiles evidence,
            Path stateDirectory,
            Disk disk,
            Clock clock) {}

    /**
     * What fetches.
     *
     * @param store its name, as people have it
     * @param appliance its uuid: only snapshots of this one are fetched; nothing for that of the snapshots on the volume, and
     *     where there are none, for the one that the store is of
     */
    public VolumeFetch(SnapshotFetch fetch, VolumePlaces places, String store, Optional<String> appliance) {
        this.fetch = fetch;
        this.places = places;
        this.store = store;
        this.appliance = appliance;
    }

    /**
     * Fetches snapshots, the oldest first: each becomes a snapshot of the data directory before the next begins, and files that
     * they share are one file.
     *
     * @param run the id of the run that does it
     * @param each hears of each when it is there
     * @throws Failure as {@link #requireAbsent} and {@link OpenFetch#fetch} do; CONFIGURATION_INVALID when the store is
     *     of another appliance; ARCHIVE_DAMAGED when one snapshot in it is; SEAL_FAILED when what was fetched is not what was sealed. Those before it stay, and so does its folder:
     *     the next fetch goes on there
     */
    public List<FetchedSnapshot> fetch(
            Collection<String> ids, String run, ArchiveProgress progress, Consumer<FetchedSnapshot> each) {
        List<FetchedSnapshot> fetched = new ArrayList<>();
        requireAbsent(ids);
        try (OpenFetch open = open(progress)) {
            for (String id : new TreeSet<>(ids)) {
                FetchedSnapshot one = fetch(open, id, RoomMaker.NONE, run, progress);
                fetched.add(one);
                each.accept(one);
            }
        }
        return fetched;
    }

    /** Begins to read: see {@link SnapshotFetch#open}. */
    public OpenFetch open(ArchiveProgress progress) {
        return fetch.open(progress);
    }

    /**
     * The release of a snapshot, read out of its file {@code version} before anything is written: for one whose root says none.
     *
     * @return nothing where it cannot be found among the first 512 MiB of packs
     * @throws Failure as {@link ArchivedFolder#open} does
     */
    public Optional<String> release(String id, ArchiveProgress progress) {
        return fetch.release(id, progress);
    }

    /** Makes room for a snapshot that was proven. */
    public interface RoomMaker {
        RoomMaker NONE = new RoomMaker() {
            @Override
            public void forget() {}

            @Override
            public void makeRoom() {}
        };

        /** Removes what is recorded of an earlier one of its name, before it gets its seal. */
        void forget() throws IOException;

        /** Takes away what has its name, when it is sealed. */
        void makeRoom() throws IOException;
    }

    /**
     * Fetches one whose name may be taken.
     *
     * @param room is called when all of it was proven
     * @throws Failure as {@link #fetch(Collection, String, ArchiveProgress, Consumer)} does; what {@code room} throws
     */
    public FetchedSnapshot fetch(OpenFetch open, String id, RoomMaker room, String run, ArchiveProgress progress) {
        places.snapshots().prepare();
        Path folder = FetchLeftover.unfinished(places.snapshots().directory(), id);
        return open.within(folder, () -> fetch(open, id, folder, room, run, progress));
    }

    /**
     * Requires that none is on the volume.
     *
     * @throws Failure CONFIGURATION_INVALID with the first that is
     */
    public void requireAbsent(Collection<String> ids) {
        for (String id : ids) {
            if (Files.exists(places.snapshots().directory().resolve(id), LinkOption.NOFOLLOW_LINKS)) {
                throw new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "snapshot " + id + " is on the volume already, so it is not fetched",
                        "Leave it out. If it is damaged, repair it: ghe-keeper verify " + id
                                + " --repair. Or fetch it into another folder" + " with --to.");
            }
        }
    }

    private FetchedSnapshot fetch(
            OpenFetch open, String id, Path folder, RoomMaker room, String run, ArchiveProgress progress)
            throws IOException, InterruptedException {
        try (FetchWork work = open.begin(id, folder, true, FetchPaths.ALL, linkable(id, open))) {
            requireOwn(id, work.facts());
            boolean givenUp = open.isGivenUp(id); // asked first: the store may be away later
            FetchedSnapshot fetched = work.fetch();
            requireSameUuid(id, folder, work.facts());
            work.finish();
            room.forget();
            seal(id, folder, run, work, progress);
            room.makeRoom();
            requireAbsent(List.of(id)); // a rename may replace an empty folder
            places.disk().move(folder, places.snapshots().directory().resolve(id));
            places.disk().sync(places.snapshots().directory());
            open.sealed(id);
            if (!givenUp) {
                record(fetched);
            }
            return fetched;
        }
    }

    /** Where the store is of the wanted one, its word against that of a single root is damage: others may be good. */
    private void requireOwn(String id, RootFacts facts) {
        Optional<String> own = appliance.or(() -> places.catalogue().get().all().stream()
                .filter(Snapshot::complete)
                .findFirst()
                .flatMap(Snapshots::uuid));
        requireSame(
                id,
                "is of the appliance " + facts.appliance(),
                facts.appliance(),
                own.orElseGet(fetch::storeOwner),
                "Check archive.store and appliance.uuid; or fetch it into another folder with --to.");
    }

    /** One of a cluster has no uuid of its own: each node has one. */
    private void requireSameUuid(String id, Path folder, RootFacts facts) {
        Snapshots.uuid(new Snapshot(id, folder, false, false, Optional.empty()))
                .ifPresent(uuid -> requireSame(
                        id,
                        "has the uuid " + uuid + " in it",
                        uuid,
                        facts.appliance(),
                        "Find out who changed the store; or fetch it into another folder with --to."));
    }

    private void requireSame(String id, String found, String uuid, String wanted, String hint) {
        if (!isSame(uuid, wanted)) {
            throw new Failure(
                    isSame(fetch.storeOwner(), wanted)
                            ? FailureKind.ARCHIVE_DAMAGED
                            : FailureKind.CONFIGURATION_INVALID,
                    "snapshot " + id + " in the store " + found + ", and not of " + wanted,
                    hint);
        }
    }

    private static boolean isSame(String uuid, String other) {
        return uuid.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /** The nearest earlier and the nearest later one that are complete, sealed and not known to be damaged. */
    private List<LinkableSnapshot> linkable(String id, OpenFetch open) {
        List<Snapshot> good = places.catalogue().get().all().stream()
                .filter(Snapshot::complete)
                .filter(one -> isUndamaged(places.evidence().of(one.id())))
                .toList();
        Optional<Snapshot> earlier =
                good.stream().filter(one -> one.id().compareTo(id) < 0).max(Comparator.comparing(Snapshot::id));
        Optional<Snapshot> later =
                good.stream().filter(one -> one.id().compareTo(id) > 0).min(Comparator.comparing(Snapshot::id));
        List<LinkableSnapshot> linkable = new ArrayList<>();
        for (Optional<Snapshot> one : List.of(earlier, later)) {
            one.ifPresent(snapshot -> linkable.add(new LinkableSnapshot(
                    new SealedContent(places.stateDirectory(), places.disk(), snapshot),
                    open.hasSealed(snapshot.id()))));
        }
        return linkable;
    }

    private static boolean isUndamaged(Evidence evidence) {
        return evidence.sealed()
                && evidence.unreadable().isEmpty()
                && evidence.damage().isEmpty();
    }

    private void seal(String id, Path folder, String run, FetchWork work, ArchiveProgress progress) throws IOException {
        Snapshot snapshot = new Snapshot(id, folder, true, false, Optional.empty());
        try (FetchedLists.OpenLists lists = work.lists().open()) {
            new FetchedSeal(places.stateDirectory(), places.disk(), places.clock(), work.setsOwners())
                    .seal(snapshot, run, lists, sealProgress(progress));
        }
    }

    private static SealProgress sealProgress(ArchiveProgress progress) {
        return new SealProgress() {
            @Override
            public void read(long bytes) {
                progress.readBytes(bytes);
            }

            @Override
            public void walked() {
                progress.answered();
            }

            @Override
            public void requireGoOn() {
                progress.requireGoOn();
            }
        };
    }

    /** Only what was proven just now, and what the store keeps, counts as archived; a verification of the store finds the rest. */
    private void record(FetchedSnapshot fetched) {
        if (fetched.whole()) {
            places.evidence()
                    .archived(
                            places.disk(),
                            fetched.snapshot(),
                            new ArchivedCopy(store, fetched.archivedAt(), fetched.archivedBy(), fetched.lockedUntil()));
        }
    }
}
