package io.ghekeeper.journal;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs whose records stay however old they are: without them, a snapshot that failed its drill would be called good again.
 */
final class KeptRuns {
    /** Snapshots that failed and were never proven later. Most of them are long gone from the volume. */
    private static final int MOST_FAILED = 100;

    /** Good backups before a last good one whose snapshot failed: the snapshot of the newest of them may be gone. */
    private static final int MOST_BEFORE = 10;

    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> judged = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private boolean proven;

    /**
     * Of all runs.
     *
     * @param restores the newest first
     * @param backups the good ones, the newest first; asked for where the last good one is not enough
     */
    KeptRuns(Optional<Run> lastGood, Stream<Run> restores, Supplier<Stream<Run>> backups) {
        restores.filter(run -> run.isProof() || run.isDisproof()).forEach(this::judge);
        lastGood.map(Run::id).ifPresent(ids::add);
        if (lastGood.filter(this::isFailed).isPresent()) {
            backups.get()
                    .filter(run -> !isFailed(run))
                    .limit(MOST_BEFORE)
                    .map(Run::id)
                    .forEach(ids::add);
        }
    }

    /** The newest of a snapshot counts. */
    private void judge(Run run) {
        Optional<String> snapshot = run.snapshot().filter(judged::add);
        if (run.isProof() && !proven && snapshot.isPresent()) {
            proven = true;
            ids.add(run.id());
        }
        if (run.isDisproof() && snapshot.isPresent() && failed.size() < MOST_FAILED) {
            failed.add(snapshot.get());
            ids.add(run.id());
        }
    }

    private boolean isFailed(Run backup) {
        return backup.snapshot().filter(failed::contains).isPresent();
    }

    Set<String> ids() {
        return Set.copyOf(ids);
    }
}
