package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Damage that a new snapshot has from the one that it shares files with. Its seal would not show it: where the sealer takes
 * a digest from an earlier seal, the file is not read; where it reads the file, the damage itself is sealed.
 */
public final class InheritedDamage {
    private final DamageLists lists;
    private final EvidenceFiles evidence;
    private final Disk disk;
    private final Clock clock;

    public InheritedDamage(Path stateDirectory, Disk disk, Clock clock) {
        this.lists = new DamageLists(stateDirectory, disk);
        this.evidence = new EvidenceFiles(stateDirectory);
        this.disk = disk;
        this.clock = clock;
    }

    /** What is recorded of the snapshot's own damage, as a clause. */
    public Optional<String> known(Snapshot snapshot) {
        return evidence.of(snapshot.id()).damage();
    }

    /**
     * Looks which damaged files of other snapshots it holds, and records that they are its own damage. Takes away the lists
     * of snapshots that are gone.
     *
     * @param run that looks
     * @return the other snapshots, with how many files each
     * @throws Failure of a VOLUME kind when a list cannot be read, or the damage not recorded
     */
    public Map<String, Long> find(Snapshot snapshot, String run) {
        Map<String, Long> found = new TreeMap<>();
        try {
            for (String other : lists.ids()) {
                long shared = shared(other, snapshot);
                if (shared > 0) {
                    found.put(other, shared);
                }
            }
        } catch (IOException e) {
            throw Unwritable.failure(
                    "cannot compare " + snapshot.id() + " with the lists of damaged files", evidence.directory(), e);
        }
        if (!found.isEmpty()) {
            record(snapshot, found, run);
        }
        return found;
    }

    private long shared(String other, Snapshot snapshot) throws IOException {
        Path folder = snapshot.directory().resolveSibling(other);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            lists.remove(other);
            return 0;
        }
        if (other.equals(snapshot.id())) {
            return 0;
        }
        try {
            return lists.share(other, folder, snapshot.id(), snapshot.directory());
        } catch (UnreadableDamageList e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    lists.file(other) + " " + e.getMessage() + ", so that it is not known which files of "
                            + snapshot.id() + " are damaged",
                    "Write it again with: ghe-keeper verify " + other + "; then back up again: ghe-keeper backup",
                    e);
        }
    }

    private void record(Snapshot snapshot, Map<String, Long> found, String run) {
        String other = found.keySet().iterator().next();
        long most = found.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        evidence.readBack(
                disk, snapshot.id(), new ReadBack(clock.instant(), run, most, Optional.of(ReadBack.sharedWith(other))));
    }
}
