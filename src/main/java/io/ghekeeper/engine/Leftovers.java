package io.ghekeeper.engine;

import java.util.List;
import java.util.function.Predicate;

/** What dead runs of an engine left in the data directory, and whether a run is still active on a snapshot. */
public interface Leftovers {
    /** All markers that are there, each with its proof. */
    List<? extends Leftover> judge();

    /**
     * Removes the stale ones. Callers hold the lease.
     *
     * @return what was removed, with the proof
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE when a stale one cannot be removed
     */
    List<? extends Leftover> clearStale();

    /** The same, as if no process of the runs whose ids fit were alive: the caller ends those first. */
    Leftovers without(Predicate<String> runId);

    /** Whether a living process may be writing or reading this snapshot. */
    boolean mayBeUsing(String snapshotId);
}
