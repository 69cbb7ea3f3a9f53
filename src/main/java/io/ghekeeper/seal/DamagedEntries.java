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
import java.util.function.Function;

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

    /** Begins to look for what is listed and then, where that is wanted, for what is missing. */
    public DamageSearch search(Snapshot snapshot, boolean missing) {
        return new DamageSearch(snapshot, missing);
    }

    /**
     * Finds it part by part, each thing once: what cannot be put right keeps nothing later from being found. Only a
     * verification changes the list, and nothing changes the seal, so that a place in them is a number.
     */
    public final class DamageSearch {
        private final Snapshot snapshot;
        private boolean listed = true;
        private boolean missing;
        private long lines;
        private long entries;

        private DamageSearch(Snapshot snapshot, boolean missing) {
            this.snapshot = snapshot;
            this.missing = missing;
        }

        /**
         * Finds some more of it.
         *
         * @param most so many at most: they are in memory
         * @param goOn is called for each entry, and throws when the run must end
         * @return in the order of the seal: a folder before what is in it; empty when all was found
         * @throws io.ghekeeper.failure.Failure SEAL_MISSING, SEAL_DAMAGED; of a VOLUME kind when the list cannot be read
         */
        public List<DamagedEntry> next(int most, Runnable goOn) {
            List<DamagedEntry> found = new ArrayList<>();
            while (found.isEmpty() && listed) {
                Map<String, Long> damaged = listed(most);
                if (!damaged.isEmpty()) {
                    walk(
                            0,
                            most,
                            goOn,
                            found,
                            entry -> Optional.ofNullable(damaged.get(entry.path()))
                                    .filter(inode -> entry.facts().isFile()));
                }
            }
            if (found.isEmpty() && missing) {
                entries = walk(
                        entries,
                        most,
                        goOn,
                        found,
                        entry -> inode(snapshot, entry.path()).isEmpty() ? Optional.of(0L) : Optional.empty());
                missing = !found.isEmpty();
            }
            return found;
        }

        /** Those of the next lines whose files are still there; by path. */
        private Map<String, Long> listed(int most) {
            Map<String, Long> damaged = new HashMap<>();
            try (DamageListReader list = lists.read(snapshot.id())) {
                for (long line = 0; !list.isAtEnd() && damaged.size() < most; list.next(), line++) {
                    if (line < lines) {
                        continue;
                    }
                    lines++;
                    DamagedFile file = list.file();
                    if (inode(snapshot, file.path())
                            .filter(now -> now == file.inode())
                            .isPresent()) {
                        damaged.put(file.path(), file.inode());
                    }
                }
                listed = !list.isAtEnd();
                return damaged;
            } catch (IOException e) {
                throw Unwritable.failure(
                        "cannot read which files of " + snapshot.id() + " are damaged", lists.file(snapshot.id()), e);
            }
        }

        /** Returns how many entries of the seal were tried, with those that are passed over. */
        private long walk(
                long passedOver,
                int most,
                Runnable goOn,
                List<DamagedEntry> found,
                Function<SealEntry, Optional<Long>> inode) {
            long tried = 0;
            SealedContent content = new SealedContent(stateDirectory, disk, snapshot);
            try (ContentUnits units = content.units()) {
                for (Optional<ContentUnit> unit = units.next();
                        unit.isPresent() && found.size() < most;
                        unit = units.next()) {
                    try (ContentEntries read = content.entries(unit.get().list())) {
                        for (; !read.isAtEnd() && found.size() < most; read.next()) {
                            goOn.run();
                            if (tried++ >= passedOver) {
                                SealEntry entry = parse(read.line(), snapshot);
                                inode.apply(entry).ifPresent(at -> found.add(new DamagedEntry(snapshot, entry, at)));
                            }
                        }
                    }
                }
            }
            return tried;
        }
    }

    private static SealEntry parse(String line, Snapshot snapshot) {
        try {
            return ContentEntries.parse(line);
        } catch (IOException e) {
            throw Unwritable.failure("cannot read the seal of " + snapshot.id(), snapshot.directory(), e);
        }
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
