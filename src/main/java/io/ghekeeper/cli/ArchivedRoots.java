package io.ghekeeper.cli;

import io.ghekeeper.archive.StoreRoots;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The roots in the store, beside what runs recorded of them. */
final class ArchivedRoots {
    private final Keeper keeper;
    private final String store;
    private final Map<String, StoreRoot> roots = new HashMap<>();

    ArchivedRoots(Keeper keeper) {
        this.keeper = keeper;
        this.store = keeper.archive().next().requireStore();
    }

    /** Those that the store lists, and those that a run recorded there, the newest first. */
    List<ArchivedRoot> all() {
        try (ObjectStore objects = keeper.archive().stores().store()) {
            StoreRoots.of(objects).forEach(root -> roots.put(root.snapshot(), root)); // the last one counts
        }
        History history = keeper.core().history();
        Set<String> onVolume = history.catalogue().all().stream()
                .filter(Snapshot::complete)
                .map(Snapshot::id)
                .collect(Collectors.toSet());
        EvidenceFiles evidence = keeper.archive().evidence();
        Map<String, ArchivedCopy> recorded = new TreeMap<>();
        evidence.all()
                .byId()
                .forEach((id, known) -> known.archived()
                        .filter(copy -> copy.store().equals(store))
                        .ifPresent(copy -> recorded.put(id, copy)));
        Optional<StoreVerification> last = keeper.archive().verifications().read(store);
        OtherStoreCopies copies = new OtherStoreCopies(history, store);
        StoreReadings readings = keeper.archive().readings().read(store);
        Set<String> ids = new HashSet<>(roots.keySet());
        ids.addAll(recorded.keySet());
        last.ifPresent(found -> found.damaged().forEach(copy -> ids.add(copy.snapshot()))); // their roots may be lost
        return ids.stream()
                .sorted(Comparator.reverseOrder())
                .map(id -> new ArchivedRoot(
                        id,
                        roots.containsKey(id),
                        onVolume.contains(id),
                        Optional.ofNullable(recorded.get(id)),
                        last.map(StoreVerification::at),
                        last.flatMap(found -> found.of(id)),
                        readings.of(id).map(StoreReadBack::result),
                        copies.of(id),
                        readings.unknown()))
                .toList();
    }

    /**
     * The root of a snapshot as it is in the store, after {@link #all}.
     *
     * @throws Failure of a STORE or AWS kind; SNAPSHOT_UNKNOWN where there is none
     */
    byte[] root(String snapshotId) {
        StoreRoot root = Optional.ofNullable(roots.get(snapshotId)).orElseThrow(() -> unknown(snapshotId));
        try (ObjectStore objects = keeper.archive().stores().store()) {
            return StoreRoots.content(objects, root);
        } catch (IOException e) {
            throw unreadable(snapshotId, e.getMessage(), e);
        }
    }

    private Failure unknown(String id) {
        return new Failure(
                FailureKind.SNAPSHOT_UNKNOWN,
                "snapshot " + id + " is not in " + store,
                "List what is there: ghe-keeper archive list");
    }

    /** The root is there, and says nothing. */
    Failure unreadable(String id, String why, Exception cause) {
        return new Failure(
                FailureKind.STORE_FAILED,
                "the root of snapshot " + id + " in " + store + " cannot be read: " + why,
                "Archive the snapshot again, which looks at all of it: ghe-keeper archive " + id,
                cause);
    }
}
