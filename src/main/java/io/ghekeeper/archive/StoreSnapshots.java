package io.ghekeeper.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots in a store as retention sees them: those that have a root, and those among them that were given up by a
 * tombstone. A tombstone deletes nothing, and the keeper never takes one away.
 */
public final class StoreSnapshots {
    private static final int FORMAT = 1;

    private final ObjectStore store;

    public StoreSnapshots(ObjectStore store) {
        this.store = store;
    }

    /**
     * What the store has.
     *
     * @param kept the ids of snapshots with a root and without a tombstone
     * @param givenUp the ids of those with a tombstone
     * @param strange which objects only have the name of a tombstone, as a clause
     * @param at by the store's clock
     */
    public record StoredSnapshots(List<String> kept, Set<String> givenUp, Optional<String> strange, Instant at) {
        public StoredSnapshots {
            kept = List.copyOf(kept);
            givenUp = Set.copyOf(givenUp);
        }
    }

    /**
     * The uuid of the appliance that the store is of.
     *
     * @throws Failure CONFIGURATION_INVALID when the store says nothing that this program can read; of a STORE or AWS kind
     */
    public String owner() {
        return StoreFormat.appliance(store);
    }

    /** Lists them. @throws Failure of a STORE or AWS kind; CONFIGURATION_INVALID as {@link #owner} does, where there are tombstones */
    public StoredSnapshots list() {
        Tombstones tombstones = Tombstones.of(store);
        List<String> kept = StoreRoots.of(store).stream()
                .map(StoreRoot::snapshot)
                .distinct()
                .filter(id -> !tombstones.has(id))
                .toList();
        return new StoredSnapshots(kept, tombstones.snapshots(), tombstones.strange(), store.now());
    }

    /**
     * Whether the store has a root of a snapshot, hidden ones included.
     *
     * @throws Failure of a STORE or AWS kind; STORE_FAILED where its list lacks a root that it has
     */
    public boolean has(String snapshotId) {
        boolean listed = !StoreRoots.of(store, snapshotId).isEmpty();
        if (!listed) {
            StoreRoots.requireGone(store, snapshotId);
        }
        return listed;
    }

    /**
     * Gives a snapshot up.
     *
     * @param appliance its uuid: the store must be this one's
     * @param run the id of the run that does it
     * @param reason as a clause
     * @throws Failure CONFIGURATION_INVALID when the store is another appliance's; of a STORE or AWS kind
     */
    public void giveUp(String snapshotId, String appliance, String run, String reason) {
        String owner = appliance.toLowerCase(Locale.ROOT);
        StoreFormat.require(store, owner);
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("format", FORMAT)
                .put("appliance", owner)
                .put("snapshot", snapshotId)
                .put("at", store.now().toString())
                .put("run", run)
                .put("reason", reason);
        ObjectKey key = StoreRoots.tombstone(snapshotId);
        StoreDocument.put(store, key, document, Optional.empty());
        if (!Tombstones.of(store, owner, snapshotId).has(snapshotId)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    key + " is not there, or is another document, after it was sent",
                    "Find out what else writes to the store or changes it.");
        }
    }
}
