package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The roots in the store, beside what runs recorded of them. */
final class ArchivedRoots {
    private static final String PREFIX = "snapshots/";
    private static final Pattern ROOT = Pattern.compile(PREFIX + "([0-9]{8}T[0-9]{6})(?:\\.([0-9]{1,5}))?\\.json");

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
        Matcher root = ROOT.matcher(key.text());
        return root.matches() ? Optional.of(root.group(1)) : Optional.empty();
    }

    /** A repair writes a further one; each counts more than those before it. */
    private static int number(ObjectKey key) {
        Matcher root = ROOT.matcher(key.text());
        return root.matches() && root.group(2) != null ? Integer.parseInt(root.group(2)) : 1;
    }

    /**
     * The root of a snapshot as it is in the store.
     *
     * @throws Failure of a STORE or AWS kind; SNAPSHOT_UNKNOWN where there is none
     */
    byte[] root(String snapshotId) {
        try (ObjectStore objects = keeper.archive().stores().store()) {
            List<StoredObject> roots = new ArrayList<>();
            objects.list(PREFIX + snapshotId + ".", roots::add);
            StoredObject latest = roots.stream()
                    .filter(root -> id(root.key()).isPresent())
                    .max(Comparator.comparingInt(root -> number(root.key())))
                    .orElseThrow(() -> unknown(snapshotId));
            ObjectKey key = latest.key();
            long length = latest.length();
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
