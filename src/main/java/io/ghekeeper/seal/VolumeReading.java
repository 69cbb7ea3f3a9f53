package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import java.time.Instant;
import java.util.Map;

/**
 * What a run found that read parts of all snapshots.
 *
 * @param units that were read, or compared by their names
 * @param files whose content was read; one that several snapshots share counts once
 * @param bytes of these
 * @param whole the snapshots whose every unit was read since they were sealed, with the time of the oldest reading
 * @param unreadable the snapshots whose seals cannot be read as a whole, with the failures
 */
public record VolumeReading(
        long units, long files, long bytes, Map<String, Instant> whole, Map<String, Failure> unreadable) {
    public VolumeReading {
        whole = Map.copyOf(whole);
        unreadable = Map.copyOf(unreadable);
    }
}
