package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sealed snapshot that is likely to share files with the one to be sealed: the nearest one, by its id. */
record EarlierSnapshot(Path directory, SealIndex seal) {
    /** Passes over seals that cannot be read: then more files are. */
    static Optional<EarlierSnapshot> of(Snapshot snapshot, SealFiles files, FileSystemIdentity fileSystem)
            throws IOException {
        for (String id : nearestFirst(files.sealed(), snapshot.id())) {
            Path directory = snapshot.directory().resolveSibling(id);
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Optional<SealIndex> seal = open(files, id, fileSystem);
                if (seal.isPresent()) {
                    return Optional.of(new EarlierSnapshot(directory, seal.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SealIndex> open(SealFiles files, String id, FileSystemIdentity fileSystem) {
        try {
            return SealIndex.open(files, id, fileSystem);
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Those before it, the newest first; then those after it, the oldest first. */
    private static List<String> nearestFirst(List<String> newestFirst, String id) {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (String other : newestFirst) {
            if (other.compareTo(id) < 0) {
                before.add(other);
            } else if (!other.equals(id)) {
                after.add(0, other);
            }
        }
        before.addAll(after);
        return before;
    }
}
