package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Which native snapshots are deleted, and why each other one stays.
 *
 * @param snapshots the newest first
 * @param now by AWS' clock
 */
public record ExpiryPlan(List<PlannedExpiry> snapshots, Instant now) {
    /** The later start first. */
    static final Comparator<EbsSnapshot> NEWEST_FIRST = Comparator.comparing(EbsSnapshot::started)
            .thenComparing(EbsSnapshot::id)
            .reversed();

    public ExpiryPlan {
        snapshots = List.copyOf(snapshots);
        Objects.requireNonNull(now);
    }

    /**
     * What is to become of one.
     *
     * @param words the reason with its object and numbers, as a clause
     */
    public record PlannedExpiry(EbsSnapshot snapshot, ExpiryReason reason, String words) {
        public PlannedExpiry {
            Objects.requireNonNull(snapshot);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(words);
        }

        public boolean isDeleted() {
            return reason.deletes();
        }
    }

    /** Those that go, the oldest first. */
    public List<EbsSnapshot> deleted() {
        return snapshots.stream()
                .filter(PlannedExpiry::isDeleted)
                .map(PlannedExpiry::snapshot)
                .sorted(NEWEST_FIRST.reversed())
                .toList();
    }

    /** How many stay. */
    public long kept() {
        return snapshots.stream().filter(one -> !one.isDeleted()).count();
    }
}
