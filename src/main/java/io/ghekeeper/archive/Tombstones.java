package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * Which snapshots of a store are given up: those with a tombstone that names the snapshot, and the appliance of the store. One
 * that a delete marker hides, or that something was put over, still counts. A name alone gives nothing up.
 */
final class Tombstones {
    private static final int MOST_NAMED = 5;

    private final String appliance;
    private final Set<String> snapshots = new ConcurrentSkipListSet<>();
    private final Set<String> strange = new ConcurrentSkipListSet<>();

    private Tombstones(String appliance) {
        this.appliance = appliance;
    }

    /** All of them. @throws Failure of a STORE or AWS kind */
    static Tombstones of(ObjectStore store, String appliance) {
        return read(store, StoreRoots.TOMBSTONES, () -> appliance);
    }

    /**
     * All of them, where the store itself says whose it is.
     *
     * @throws Failure of a STORE or AWS kind; CONFIGURATION_INVALID where there is one, and the store does not say it
     */
    static Tombstones of(ObjectStore store) {
        return read(store, StoreRoots.TOMBSTONES, () -> StoreFormat.appliance(store));
    }

    /** Those of one snapshot. */
    static Tombstones of(ObjectStore store, String appliance, String snapshotId) {
        return read(store, StoreRoots.tombstone(snapshotId).text(), () -> appliance);
    }

    private static Tombstones read(ObjectStore store, String prefix, Supplier<String> appliance) {
        Map<String, List<StoredVersion>> listed = new TreeMap<>();
        store.versions(prefix, version -> {
            if (!version.deleteMarker() && PruneName.of(version.key()) == PruneName.TOMBSTONE) {
                listed.computeIfAbsent(StoreRoots.tombstoned(version.key()), id -> new ArrayList<>())
                        .add(version);
            }
        });
        Tombstones found = new Tombstones(listed.isEmpty() ? "" : appliance.get());
        found.read(store, listed);
        return found;
    }

    private void read(ObjectStore store, Map<String, List<StoredVersion>> listed) {
        try (PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            for (Map.Entry<String, List<StoredVersion>> one : listed.entrySet()) {
                lanes.submit(() -> {
                    boolean says = one.getValue().stream().anyMatch(version -> says(store, version, one.getKey()));
                    (says ? snapshots : strange).add(one.getKey());
                });
            }
            lanes.finish();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the reading of tombstones was interrupted",
                    "Nothing to do: the next run reads them.",
                    e);
        }
    }

    private boolean says(ObjectStore store, StoredVersion tombstone, String snapshot) {
        return StoreDocument.read(store, tombstone.key(), tombstone.version(), tombstone.length())
                .filter(document -> document.path("snapshot").asText().equals(snapshot)
                        && document.path("appliance").asText().equals(appliance))
                .isPresent();
    }

    /** The snapshots that are given up. */
    Set<String> snapshots() {
        return Set.copyOf(snapshots);
    }

    /** Whether a snapshot is given up. */
    boolean has(String snapshotId) {
        return snapshots.contains(snapshotId);
    }

    /** Which objects only have the name of a tombstone, as a clause; nothing where none has. */
    Optional<String> strange() {
        if (strange.isEmpty()) {
            return Optional.empty();
        }
        List<String> first = strange.stream()
                .limit(MOST_NAMED)
                .map(id -> StoreRoots.tombstone(id).text())
                .toList();
        return Optional.of(Counts.of(strange.size(), "tombstone") + " of the store "
                + (strange.size() == 1 ? "gives nothing up: it does" : "give nothing up: they do")
                + " not name the snapshot and the appliance " + appliance + ": " + String.join(", ", first)
                + (strange.size() > MOST_NAMED ? " and others" : ""));
    }
}
