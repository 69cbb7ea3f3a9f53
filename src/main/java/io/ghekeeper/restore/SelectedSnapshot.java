package io.ghekeeper.restore;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.SnapshotDatabase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The snapshot that is to be restored.
 *
 * @param entry what the journal knows of it
 * @param counted what a walk over it found; nothing where that took too long
 * @param bytes of all its files, by the walk or by the journal
 * @param uuid of the appliance that it came from
 * @param doubts why it may be less than one hopes for
 * @param passedOver newer snapshots that were not taken, each with the reason
 * @param proven the newest snapshot that a restore or drill proved, where it is another one
 */
public record SelectedSnapshot(
        Snapshot snapshot,
        SnapshotEntry entry,
        Inventory top,
        Optional<Inventory> counted,
        Optional<Long> bytes,
        Optional<String> uuid,
        List<String> doubts,
        List<String> passedOver,
        Optional<SnapshotEntry> proven) {
    public SelectedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(top);
        Objects.requireNonNull(counted);
        Objects.requireNonNull(bytes);
        Objects.requireNonNull(uuid);
        doubts = List.copyOf(doubts);
        passedOver = List.copyOf(passedOver);
        Objects.requireNonNull(proven);
    }

    /** How many there are, by the walk or by the journal. */
    Optional<Long> files() {
        return counted.map(Inventory::files).or(() -> entry.contents().map(SnapshotEntry.FileCounts::files));
    }

    /** Whether it is of a cluster; later releases may put a cluster.conf into other snapshots, too. */
    boolean ofCluster() {
        return holds("cluster.conf") && !holds("uuid");
    }

    String id() {
        return snapshot.id();
    }

    /** How the appliance's database is kept in it. */
    SnapshotDatabase database() {
        return SnapshotDatabase.of(top);
    }

    /** Whether it has something of that name. */
    boolean holds(String part) {
        return top.parts().containsKey(part);
    }
}
