package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What a snapshot contained when it was sealed, for what copies it elsewhere. Streams: one unit's entries are in memory at
 * most. The caller holds the lease of the keep lane, so that no list is removed meanwhile.
 */
public final class SealedContent {
    private final SealFiles files;
    private final Snapshot snapshot;
    private final ListStore lists;

    public SealedContent(Path stateDirectory, Disk disk, Snapshot snapshot) {
        this.files = new SealFiles(disk, stateDirectory);
        this.snapshot = snapshot;
        this.lists = files.units();
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Opens its units.
     *
     * @throws Failure SEAL_MISSING, SEAL_DAMAGED
     */
    public ContentUnits units() {
        if (!Files.exists(files.root(snapshot.id()), LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    FailureKind.SEAL_MISSING,
                    "snapshot " + snapshot.id() + " has no seal",
                    "Seal it with: ghe-keeper seal " + snapshot.id());
        }
        try {
            SealReader reader = SealReader.open(files, snapshot.id());
            try {
                return new ContentUnits(reader, this::damaged);
            } catch (IOException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * Opens the entries of a unit. A folder comes before what is in it.
     *
     * @param list of the unit
     * @throws Failure SEAL_DAMAGED when it is not there, or is another one than its name says
     */
    public ContentEntries entries(String list) {
        try {
            return new ContentEntries(lists.open(list), this::damaged);
        } catch (IOException e) {
            throw damaged(new IOException("its list " + list + ": " + e.getMessage(), e));
        }
    }

    /**
     * The file of a list: compressed with zstd, as one frame.
     *
     * @throws Failure SEAL_DAMAGED when that names no list
     */
    public Path file(String list) {
        try {
            return lists.file(list);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private Failure damaged(IOException cause) {
        return Verifier.damaged(files, snapshot, cause);
    }
}
