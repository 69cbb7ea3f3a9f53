package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A unit as one snapshot has it.
 *
 * @param sealedAt when the snapshot was sealed
 * @param unit its path as {@link PathBytes}; {@link UnitPath#TOP} for all upper units together, which have no sums
 * @param key the same for snapshots that have the same lists and inodes
 * @param weight what it costs to read: bytes, and a block for each entry
 */
record UnitVersion(
        Snapshot snapshot, Instant sealedAt, String unit, UnitLookup.UnitSums sums, String key, long weight) {
    /** The upper units, then all others by their paths. */
    static final Comparator<String> ORDER =
            Comparator.comparing((String unit) -> !unit.equals(UnitPath.TOP)).thenComparing(PathBytes.ORDER);

    UnitVersion {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(sealedAt);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(sums);
        Objects.requireNonNull(key);
    }

    /** What it costs to read these, each version once. */
    static long weight(List<UnitVersion> versions) {
        Map<String, Long> weights = new HashMap<>();
        versions.forEach(version -> weights.put(version.key(), version.weight()));
        return weights.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether it is known which inodes it had. */
    boolean hasInodes() {
        return unit.equals(UnitPath.TOP) || sums.inodes().isPresent();
    }

    /** Whether its names were compared since it was sealed. */
    boolean isCoveredBy(ReadTime time) {
        return !time.looked().isBefore(sealedAt);
    }
}
