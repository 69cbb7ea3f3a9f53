package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.List;

/**
 * The snapshots of a volume, for a run that reads parts of all.
 *
 * @param read those that have a seal, and are not known to be damaged
 * @param folders of all that are complete: they may share what is damaged
 */
public record VolumeSnapshots(List<Snapshot> read, List<Path> folders) {
    public VolumeSnapshots {
        read = List.copyOf(read);
        folders = List.copyOf(folders);
    }
}
