package io.ghekeeper.history;

import io.ghekeeper.journal.Run;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What restores and drills found out about each snapshot. The newest conclusive run of a snapshot counts: one that proved
 * it, or one whose checks found less on the target than in the snapshot. A run that failed for another reason (target
 * unreachable, cancelled, engine missing) says nothing about the snapshot.
 */
public final class RestoreResults {
    private final Map<String, Run> conclusive = new HashMap<>();
    private final Map<String, Run> attempts = new HashMap<>();

    private RestoreResults() {}

    /** Reads each restore and drill once. Runs that are dated in the future do not count: they would hide later ones. */
    static RestoreResults of(History history) {
        RestoreResults results = new RestoreResults();
        history.restores()
                .filter(run -> !run.isOpen() && !history.isFuture(run.id()))
                .forEach(results::add);
        return results;
    }

    private void add(Run run) {
        Map<String, Run> newest = run.isProof() || run.isDisproof() ? conclusive : attempts;
        run.snapshot().ifPresent(snapshot -> newest.putIfAbsent(snapshot, run));
    }

    /** The run that proved the snapshot, where no newer run disproved it. */
    public Optional<Run> proof(String snapshot) {
        return Optional.ofNullable(conclusive.get(snapshot)).filter(Run::isProof);
    }

    /** The run that disproved the snapshot, where no newer run proved it. */
    public Optional<Run> failure(String snapshot) {
        return Optional.ofNullable(conclusive.get(snapshot)).filter(Run::isDisproof);
    }

    /** The newest run that restored the snapshot, or tried to, and neither proved nor disproved it. */
    Optional<Run> attempt(String snapshot) {
        return Optional.ofNullable(attempts.get(snapshot));
    }

    boolean isFailed(Run backup) {
        return backup.snapshot().flatMap(this::failure).isPresent();
    }
}
