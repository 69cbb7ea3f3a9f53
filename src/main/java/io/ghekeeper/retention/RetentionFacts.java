package io.ghekeeper.retention;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * All that a plan is made of, but for the settings.
 *
 * @param snapshots in any order
 */
public record RetentionFacts(Instant now, List<SnapshotFacts> snapshots, RunFacts runs) {
    public RetentionFacts {
        Objects.requireNonNull(now);
        snapshots = List.copyOf(snapshots);
        Objects.requireNonNull(runs);
    }
}
