package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one listing of the data directory shows. The names are those of that instant; files in a snapshot are read when asked for. */
public final class Catalogue {
    private final Path directory;
    private final List<Path> entries;
    private final DataDirectory data;
    private final List<String> names;
    private final Optional<String> current;
    private List<Snapshot> all;

    /** @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE when the directory cannot be read; a missing one is empty */
    @SuppressWarnings("MissingSummary")
    Catalogue(DataDirectory data) {
        this.data = data;
        this.directory = data.directory();
        this.entries = List.copyOf(data.entries());
        this.names = entries.stream()
                .map(entry -> entry.getFileName().toString())
                .sorted()
                .toList();
        this.current = data.currentId();
    }

    /** The data directory. */
    public Path directory() {
        return directory;
    }

    /** All snapshots, the newest first. */
    public synchronized List<Snapshot> all() {
        if (all == null) {
            List<Snapshot> found = new ArrayList<>();
            counted().forEach(name -> Snapshots.read(directory, name, current).ifPresent(found::add));
            Collections.reverse(found);
            all = List.copyOf(found);
        }
        return all;
    }

    /** The snapshot of that name, whatever its state. */
    public Optional<Snapshot> find(String id) {
        return all().stream().filter(snapshot -> snapshot.id().equals(id)).findFirst();
    }

    boolean has(String name) {
        return Collections.binarySearch(names, name) >= 0;
    }

    /** The names that the engine takes for snapshots, because they begin with a digit; sorted. */
    List<String> counted() {
        return names.stream().filter(Catalogue::beginsWithDigit).toList();
    }

    static boolean beginsWithDigit(String name) {
        return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
    }

    /** How many names from this one on the engine takes for snapshots, this one among them. */
    public int countFrom(String id) {
        return (int) counted().stream().filter(name -> name.compareTo(id) >= 0).count();
    }

    /** What begins with a digit and is no snapshot, by name. The engine counts and prunes it as a snapshot. */
    public List<String> strays() {
        Set<String> snapshots = all().stream().map(Snapshot::id).collect(Collectors.toSet());
        return counted().stream().filter(name -> !snapshots.contains(name)).toList();
    }

    /** Snapshots whose removal was cut short, or cannot go on; by name. */
    public List<String> halfRemoved() {
        return names.stream()
                .filter(name -> name.startsWith(SnapshotRemoval.REMOVING))
                .toList();
    }

    /** What fetches and rebuilds left; by name. */
    public List<FetchLeftover> leftovers() {
        return names.stream()
                .flatMap(name -> FetchLeftover.of(directory, name, this::has).stream())
                .toList();
    }

    /**
     * The snapshots that incremental dumps of MySQL build upon. The lists of them are read now.
     *
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE when a list cannot be read
     */
    public Set<String> neededForIncrements() {
        String lists = data.incrementLists();
        return all().stream().map(Snapshot::id).filter(lists::contains).collect(Collectors.toSet());
    }

    /**
     * For what the engine may not prune now: what it would miscount, follow or delete by mistake. What comes into the data
     * directory later is not in it.
     */
    public List<PruningObstacle> pruningObstacles() {
        Set<String> whole =
                all().stream().filter(Snapshot::complete).map(Snapshot::id).collect(Collectors.toSet());
        return new PruningObstacles(directory, entries, whole).found();
    }
}
