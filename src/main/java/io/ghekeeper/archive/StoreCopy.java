package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies archived snapshots into another store, without an identity: objects byte for byte, each proven by its SHA-256 on the
 * way, and roots last. A root names versions, which each store gives by itself: so the root of the copy is a new one, and all
 * else that it says is the same. The newest snapshot comes first. Killed at any moment and begun again, it sends what is missing.
 * The caller holds the lease of the keep lane.
 */
public final class StoreCopy {
    private final ArchiveSetting source;
    private final ArchiveSetting target;
    private final List<String> failed = new ArrayList<>();
    private FailureKind kind = FailureKind.STORE_FAILED;

    StoreCopy(ArchiveSetting source, ArchiveSetting target) {
        this.source = source;
        this.target = target;
    }

    /** A snapshot that is to be copied, with the objects that it needs in the source. */
    record CopyItem(StoredRoot root) {
        String snapshot() {
            return root.facts().snapshot();
        }
    }

    /**
     * Does it.
     *
     * @param ids none for all that the source keeps
     * @param each hears of each when it is whole there
     * @throws Failure CONFIGURATION_INVALID when a store is of another appliance, or the archive is encrypted in another way than
     *     it is configured; SNAPSHOT_UNKNOWN; ARCHIVE_DAMAGED or STORE_FAILED after all else was copied, when one could not be
     *     copied whole; of either store; of a VOLUME kind; what {@code progress} throws
     */
    public void copy(Collection<String> ids, ArchiveProgress progress, Consumer<CopiedSnapshot> each) {
        ArchiveAccess access = new ArchiveAccess(
                source.stateDirectory(),
                source.disk(),
                source.store(),
                Optional.empty(),
                source.options().lanes());
        access.read("the copy", () -> {
            try (WorkFolder work = access.workFolder(progress)) {
                copy(ids, work, access.objects(work, progress), each);
            }
            return null;
        });
        requireNoneFailed();
    }

    private void copy(Collection<String> ids, WorkFolder work, ObjectReader objects, Consumer<CopiedSnapshot> each)
            throws IOException, InterruptedException {
        String appliance = StoreFormat.appliance(source.store());
        new StoreOwner(source).isOwned(appliance);
        List<CopyItem> items = items(ids, appliance, work, objects.progress());
        new StoreOwner(target).claim(appliance);
        items.removeAll(givenUp(items, Tombstones.of(target.store(), appliance)));
        FileSender sender = new FileSender(target.store(), target.rate(), objects.progress());
        CopyRecord record = new CopyRecord(target, work, objects.progress());
        CopiedRoot root = new CopiedRoot(target, appliance, work, sender, record.looked(), objects.progress());
        // The newest one is worth most. Each object is asked for once at most, whatever number of them needs it.
        for (List<CopyItem> group : groups(items)) {
            CopiedObjects copied = new CopiedObjects(target, objects, sender, record);
            copied.copy(group);
            for (CopyItem item : group) {
                objects.progress().requireGoOn();
                copied.extendLocks();
                commit(root, item, copied, each);
            }
            record.write();
        }
    }

    private static List<List<CopyItem>> groups(List<CopyItem> newestFirst) {
        int newest = Math.min(1, newestFirst.size());
        return Stream.of(newestFirst.subList(0, newest), newestFirst.subList(newest, newestFirst.size()))
                .filter(group -> !group.isEmpty())
                .toList();
    }

    /** The latest root of each snapshot that is wanted, the newest snapshot first. */
    private List<CopyItem> items(Collection<String> ids, String appliance, WorkFolder work, ArchiveProgress progress)
            throws IOException {
        LiveObjects.Roots roots = new LiveObjects(source.store(), work, appliance).roots();
        TreeMap<String, StoreRoot> latest = new TreeMap<>(Collections.reverseOrder());
        roots.live().forEach(root -> latest.put(root.snapshot(), root));
        for (String id : ids) {
            if (!latest.containsKey(id)) {
                throw roots.tombstones().has(id) ? unwanted(id) : StoreRoots.missing(FailureKind.SNAPSHOT_UNKNOWN, id);
            }
        }
        if (!ids.isEmpty()) {
            latest.keySet().retainAll(Set.copyOf(ids));
        }
        List<CopyItem> items = new ArrayList<>();
        for (StoreRoot root : latest.values()) {
            progress.requireGoOn();
            try {
                items.add(new CopyItem(new ArchiveRoots(source.store(), work).read(root, appliance)));
            } catch (DamagedRootException e) {
                damaged(root.snapshot(), root.key() + " is no proof: " + e.getMessage());
            }
        }
        return items;
    }

    private static Failure unwanted(String id) {
        return new Failure(
                FailureKind.SNAPSHOT_UNKNOWN,
                "snapshot " + id + " is not copied: the store has a tombstone of it",
                "Copy one that archive list has.");
    }

    private List<CopyItem> givenUp(List<CopyItem> items, Tombstones tombstones) {
        List<CopyItem> givenUp =
                items.stream().filter(item -> tombstones.has(item.snapshot())).toList();
        givenUp.forEach(item -> target.warnings()
                .accept("snapshot " + item.snapshot() + " is not copied: "
                        + target.options().store() + " has a tombstone of it"));
        return givenUp;
    }

    private void commit(CopiedRoot root, CopyItem item, CopiedObjects copied, Consumer<CopiedSnapshot> each)
            throws IOException {
        try {
            each.accept(root.put(item.root(), copied.file(), copied.until()));
        } catch (MissingContentException e) {
            note(copied.worst());
            failed(item.snapshot(), "an object that it needs could not be copied: the log names it");
        } catch (LostObjectsException e) {
            failed(item.snapshot(), e.getMessage());
        }
    }

    private void damaged(String snapshot, String why) {
        note(FailureKind.ARCHIVE_DAMAGED);
        failed(snapshot, why);
    }

    /** Damage says more than that something could not be had. */
    private void note(FailureKind found) {
        kind = kind == FailureKind.ARCHIVE_DAMAGED ? kind : found;
    }

    private void failed(String snapshot, String why) {
        failed.add("snapshot " + snapshot + " is not copied: " + why);
        target.warnings().accept(failed.get(failed.size() - 1));
    }

    private void requireNoneFailed() {
        if (!failed.isEmpty()) {
            throw new Failure(
                    kind,
                    Counts.of(failed.size(), "snapshot") + " could not be copied whole; the first: " + failed.get(0),
                    "Look at the objects that the log names. Then type the command again; all others were copied.");
        }
    }
}
