package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.snapshot.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that decides which native snapshots are deleted.
 *
 * @param snapshots all that have our label, also those that are not ours
 * @param locks by the id of the snapshot
 * @param images that use a snapshot, by the id of the snapshot
 * @param evidence of the backups in them, by the id of the backup; none where the volume is not here
 * @param now by AWS' clock, which the times of the snapshots are of
 */
public record ExpiryFacts(
        List<EbsSnapshot> snapshots,
        Map<String, SnapshotLock> locks,
        Map<String, List<String>> images,
        Map<String, Evidence> evidence,
        Instant now) {
    public ExpiryFacts {
        snapshots = List.copyOf(snapshots);
        locks = Map.copyOf(locks);
        images = Map.copyOf(images);
        evidence = Map.copyOf(evidence);
        Objects.requireNonNull(now);
    }
}
