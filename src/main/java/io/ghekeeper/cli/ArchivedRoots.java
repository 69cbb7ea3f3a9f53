package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The roots in the store, beside what runs recorded of them. */
final class ArchivedRoots {
    private static final String PREFIX = "snapshots/";
    private static final String SUFFIX = ".json";
    private static final String ID = "[0-9]{8}T[0-9]{6}";

    /** The list of a snapshot's objects is in its root: some hundred bytes for each 64 MiB. */
    private static final int LONGEST = 64 << 20;

    private final Keeper keeper;
    private final String store;

    ArchivedRoots(Keeper keeper) {
        this.keeper = keeper;
        this.store = keeper.archive().next().requireStore();
    }

    /** Those that the store lists, and those that a run recorded there, the newest first. */
    List<ArchivedRoot> all() {
        Set<String> listed = new HashSet<>();
        try (ObjectStore objects = keeper.archive().stores().store()) {
            objects.list(PREFIX, object -> id(object.key()).ifPresent(listed::add));
        }
        Set<String> onVolume = keeper.core().history().catalogue().all().stream()
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
        Set<String> ids = new HashSet<>(listed);
        ids.addAll(recorded.keySet());
        return ids.stream()
                .sorted(Comparator.reverseOrder())
                .map(id -> new ArchivedRoot(
                        id, listed.contains(id), onVolume.contains(id), Optional.ofNullable(recorded.get(id))))
                .toList();
    }

    private static Optional<String> id(ObjectKey key) {
        String name = key.text();
        return Optional.of(name)
                .filter(text -> text.matches(PREFIX + ID + "\\.json"))
                .map(text -> text.substring(PREFIX.length(), text.length() - SUFFIX.length()));
    }

    /**
     * The root of a snapshot as it is in the store.
     *
     * @throws Failure of a STORE or AWS kind; SNAPSHOT_UNKNOWN where there is none
     */
    byte[] root(String snapshotId) {
        ObjectKey key = new ObjectKey(PREFIX + snapshotId + SUFFIX);
        try (ObjectStore objects = keeper.archive().stores().store()) {
            long length =
                    objects.find(key).orElseThrow(() -> unknown(snapshotId)).length();
            if (length < 1 || length > LONGEST) {
                throw unreadable(snapshotId, "it has " + length + " bytes", null);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) length);
            objects.fetch(key, 0, length, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("of a stream in memory", e);
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
