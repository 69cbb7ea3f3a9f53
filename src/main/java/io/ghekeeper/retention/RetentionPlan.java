package io.ghekeeper.retention;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What is to be kept and what is to be deleted, and why.
 *
 * @param snapshots all of them, the newest first
 * @param halts why nothing is deleted now; empty where something may be
 */
public record RetentionPlan(Instant at, List<PlannedSnapshot> snapshots, List<RetentionReason> halts) {
    /** What happens to a snapshot. */
    public enum RetentionDecision {
        KEEP,
        DELETE
    }

    /**
     * What happens to one snapshot.
     *
     * @param reasons one at least
     */
    public record PlannedSnapshot(SnapshotFacts facts, RetentionDecision decision, List<RetentionReason> reasons) {
        public PlannedSnapshot {
            Objects.requireNonNull(facts);
            Objects.requireNonNull(decision);
            reasons = List.copyOf(reasons);
        }

        /** Its id. */
        public String id() {
            return facts.id();
        }

        public boolean isDeleted() {
            return decision == RetentionDecision.DELETE;
        }
    }

    public RetentionPlan {
        Objects.requireNonNull(at);
        snapshots = List.copyOf(snapshots);
        halts = List.copyOf(halts);
    }

    /** Reasons as a sentence has them. */
    public static String words(List<RetentionReason> reasons) {
        return reasons.stream().map(RetentionReason::words).collect(Collectors.joining("; "));
    }

    /** Those to be deleted, the newest first. */
    public List<PlannedSnapshot> deleted() {
        return snapshots.stream().filter(PlannedSnapshot::isDeleted).toList();
    }

    /** How many are kept. */
    public int kept() {
        return snapshots.size() - deleted().size();
    }
}
