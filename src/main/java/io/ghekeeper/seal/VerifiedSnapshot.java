package io.ghekeeper.seal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was found when a snapshot was read and compared with its seal.
 *
 * @param files that were compared, with their content
 * @param bytes of these
 * @param found how many differences there are
 * @param differences the first of them
 * @param shared other snapshots that have some of the damaged files as well, and how many
 */
public record VerifiedSnapshot(
        String snapshot,
        Instant at,
        long files,
        long bytes,
        long found,
        List<Difference> differences,
        Map<String, Long> shared) {
    public VerifiedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(at);
        differences = List.copyOf(differences);
        shared = Map.copyOf(shared);
    }

    /** Whether nothing differs. */
    public boolean isWhole() {
        return found == 0;
    }
}
