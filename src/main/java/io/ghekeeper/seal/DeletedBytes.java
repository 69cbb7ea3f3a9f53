package io.ghekeeper.seal;

import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many bytes of content go with snapshots that are deleted: those of files that only they hold, as the seals have it. A
 * file of two names within a snapshot counts twice. Changes nothing.
 */
public final class DeletedBytes {
    private final SealFiles files;

    public DeletedBytes(Path stateDirectory, Disk disk) {
        this.files = new SealFiles(disk, stateDirectory);
    }

    /**
     * Counts them. Memory does not grow with the number of files.
     *
     * @return nothing where one of the snapshots has no seal on this file system, or one that cannot be read
     */
    public OptionalLong of(Collection<String> deleted, Collection<String> kept) {
        return of(deleted, kept, () -> {});
    }

    /** @param unit called at each unit; what it throws ends the count */
    @SuppressWarnings("MissingSummary")
    public OptionalLong of(Collection<String> deleted, Collection<String> kept, Runnable unit) {
        if (deleted.isEmpty()) {
            return OptionalLong.of(0);
        }
        List<DeletedBytesCursor> seals = new ArrayList<>();
        try {
            if (!Files.isDirectory(files.directory(), LinkOption.NOFOLLOW_LINKS)
                    || !open(deleted, false, seals)
                    || !open(kept, true, seals)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(new DeletedBytesMerge(files.units(), files.inodes(), seals).bytes(unit));
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        } finally {
            seals.forEach(DeletedBytesCursor::close);
        }
    }

    /** Whether all have a seal whose inodes are of this file system. */
    private boolean open(Collection<String> snapshots, boolean kept, List<DeletedBytesCursor> seals)
            throws IOException {
        FileSystemIdentity fileSystem = files.fileSystem();
        for (String id : snapshots) {
            var reader = SealReader.open(files, id, fileSystem);
            if (reader.isEmpty()) {
                return false;
            }
            seals.add(new DeletedBytesCursor(reader.get(), kept));
        }
        return true;
    }
}
