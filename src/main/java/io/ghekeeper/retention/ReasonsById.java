package io.ghekeeper.retention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The reasons to keep each snapshot, in the order in which they were found. */
final class ReasonsById {
    private final Map<String, List<RetentionReason>> reasons = new HashMap<>();

    void add(SnapshotFacts snapshot, ReasonCode code, String words) {
        reasons.computeIfAbsent(snapshot.id(), id -> new ArrayList<>()).add(new RetentionReason(code, words));
    }

    /** Empty where there is none. */
    List<RetentionReason> of(SnapshotFacts snapshot) {
        return reasons.getOrDefault(snapshot.id(), List.of());
    }
}
