package io.ghekeeper.rebuild;

import io.ghekeeper.archive.ArchiveAccess;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.archive.WholeRoots;
import io.ghekeeper.rebuild.RebuildReason.DirectoryState;
import io.ghekeeper.rebuild.VolumeRebuild.RebuildPlaces;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether a data directory has to be filled, and with what. Its list of snapshots was read once; the directory is read each time. */
public final class RebuildNeed {
    private final RebuildPlaces places;
    private final List<String> candidates;
    private final StoreSnapshots store;
    private final DataDirectoryCheck check;
    private final WholeRoots roots;
    private final Consumer<String> faults;
    private final Map<String, Boolean> whole = new HashMap<>();

    /**
     * Asks the store.
     *
     * @param damaged ids of snapshots that the last verification of the store found damaged
     * @param store is asked again by {@link #reason}
     * @param faults gets a sentence for each root that is passed over
     * @throws io.ghekeeper.failure.Failure of a STORE or AWS kind
     */
    public RebuildNeed(ObjectStore store, RebuildPlaces places, List<String> damaged, Consumer<String> faults) {
        this.store = new StoreSnapshots(store);
        this.places = places;
        this.faults = faults;
        this.candidates = candidates(this.store.list().kept(), damaged, places);
        this.roots =
                new WholeRoots(new ArchiveAccess(places.stateDirectory(), places.disk(), store, Optional.empty(), 1));
        this.check = new DataDirectoryCheck(
                places.snapshots(), id -> places.evidence().of(id).damage(), this::isWhole);
    }

    private boolean isWhole(String id) {
        return whole.computeIfAbsent(id, any -> roots.has(id, store.owner(), faults));
    }

    /** One whose name is no time of the past was never good here. */
    private static List<String> candidates(List<String> kept, List<String> damaged, RebuildPlaces places) {
        Instant now = places.clock().instant();
        Path directory = places.snapshots().directory();
        return kept.stream()
                .filter(id -> !damaged.contains(id))
                .filter(id -> new Snapshot(id, directory.resolve(id), true, false, Optional.empty())
                        .timeDamage(now)
                        .isEmpty())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** See {@link RebuildSource#candidates}. */
    List<String> candidates() {
        return candidates;
    }

    /** The snapshots of the directory that a backup could go on with, the newest first. */
    List<Snapshot> good() {
        return check.good(places.clock().instant());
    }

    /**
     * Why the directory has to be filled; nothing where it has not.
     *
     * @throws io.ghekeeper.failure.Failure as {@link DataDirectoryCheck#look} does; CONFIGURATION_INVALID where the store is of no
     *     appliance; of a STORE or AWS kind
     */
    public Optional<RebuildReason> reason() {
        return check.look(candidates, store.owner(), places.clock().instant());
    }

    /**
     * The same, where the directory is to have that many of the newest snapshots of the store. A rebuild that was cut off may
     * have left some of them out.
     */
    public Optional<RebuildReason> reason(int most) {
        Optional<RebuildReason> reason = reason();
        return reason.isPresent() || most == 1 ? reason : partial(most);
    }

    private Optional<RebuildReason> partial(int most) {
        Set<String> good = good().stream().map(Snapshot::id).collect(Collectors.toSet());
        return candidates.stream()
                .filter(id -> good.contains(id) || isWhole(id))
                .limit(most)
                .filter(id -> !good.contains(id))
                .findFirst()
                .map(id -> new RebuildReason(
                        DirectoryState.PARTIAL,
                        "it has no good " + id + ", which is one of the " + most + " newest of the store"));
    }

    /** The same; nothing, too, where the store has nothing to fill it with, as a new one. */
    public Optional<RebuildReason> reasonToFill() {
        return candidates.isEmpty() ? Optional.empty() : reason();
    }
}
