package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what a snapshot has not as it was sealed: the files that a verification listed as damaged, and what is missing. The
 * caller holds the lease of the keep lane, and has verified the snapshot.
 */
public final class DamagedEntries {
    private final Path stateDirectory;
    private final Disk disk;
    private final DamageLists lists;

    public DamagedEntries(Path stateDirectory, Disk disk) {
        this.stateDirectory = stateDirectory;
        this.disk = disk;
        this.lists = new DamageLists(stateDirectory, disk);
    }

    /**
     * Finds some of it. What was repaired since the verification is found no more, so that the next call finds others.
     *
     * @param most so many at most: they are in memory
     * @param missing whether what is missing is looked for, too
     * @param goOn is called for each entry, and throws when the run must end
     * @return in the order of the seal: a folder before what is in it
     * @throws io.ghekeeper.failure.Failure SEAL_MISSING, SEAL_DAMAGED; of a VOLUME kind when the list cannot be read
     */
    public List<DamagedEntry> find(Snapshot snapshot, int most, boolean missing, Runnable goOn) {
        Map<String, Long> damaged = damaged(snapshot, most);
        List<DamagedEntry> found = new ArrayList<>();
        if (damaged.isEmpty() && !missing) {
            return found;
        }
        SealedContent content = new SealedContent(stateDirectory, disk, snapshot);
        try (ContentUnits units = content.units()) {
            for (Optional<ContentUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                try (ContentEntries entries = content.entries(unit.get().list())) {
                    for (; !entries.isAtEnd() && found.size() < most; entries.next()) {
                        goOn.run();
                        SealEntry entry = parse(entries.line(), snapshot);
                        inode(snapshot, entry, damaged, missing)
                                .ifPresent(inode -> found.add(new DamagedEntry(snapshot, entry, inode)));
                    }
                }
            }
        }
        return found;
    }

    private static SealEntry parse(String line, Snapshot snapshot) {
        try {
            return ContentEntries.parse(line);
        } catch (IOException e) {
            throw Unwritable.failure("cannot read the seal of " + snapshot.id(), snapshot.directory(), e);
        }
    }

    private Map<String, Long> damaged(Snapshot snapshot, int most) {
        Map<String, Long> damaged = new HashMap<>();
        try (DamageListReader list = lists.read(snapshot.id())) {
            for (; !list.isAtEnd() && damaged.size() < most; list.next()) {
                DamagedFile file = list.file();
                if (inode(snapshot, file.path())
                        .filter(now -> now == file.inode())
                        .isPresent()) {
                    damaged.put(file.path(), file.inode());
                }
            }
            return damaged;
        } catch (IOException e) {
            throw Unwritable.failure(
                    "cannot read which files of " + snapshot.id() + " are damaged", lists.file(snapshot.id()), e);
        }
    }

    /** Of what must be put right; nothing where it need not be, 0 where it is missing. */
    private static Optional<Long> inode(
            Snapshot snapshot, SealEntry entry, Map<String, Long> damaged, boolean missing) {
        Long listed = damaged.get(entry.path());
        if (listed != null) {
            return entry.facts().isFile() ? Optional.of(listed) : Optional.empty();
        }
        return missing && inode(snapshot, entry.path()).isEmpty() ? Optional.of(0L) : Optional.empty();
    }

    private static Optional<Long> inode(Snapshot snapshot, String path) {
        try {
            return Optional.of(TreeEntry.read(path, PathBytes.resolve(snapshot.directory(), path))
                    .inode());
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unknown) {
            return Optional.of(-1L); // what cannot be looked at is not missing
        }
    }
}
