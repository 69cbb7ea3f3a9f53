package io.ghekeeper.retention;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.Run;
import io.ghekeeper.retention.SnapshotFacts.ArchiveCopy;
import io.ghekeeper.retention.SnapshotFacts.ProvenFacts;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the plan for the store as the volume is now. Of a snapshot that the volume has no more, the journal says what it
 * knows. It was good when it was archived. Changes nothing.
 */
public final class StorePlanReader {
    private final StorePlanner planner;
    private final PlanReader volume;
    private final HistoryReader history;
    private final StoreRecords records;

    /** What is recorded of snapshots that the volume may have no more. */
    public interface StoreRecords {
        /** Those that the last verification of the store found damaged there. */
        Set<String> damaged();

        /** What people and runs recorded of one: its pin counts, wherever it is. */
        Evidence evidence(String snapshotId);
    }

    /** @param volume reads the facts of the volume */
    @SuppressWarnings("MissingSummary")
    public StorePlanReader(StorePlanner planner, PlanReader volume, HistoryReader history, StoreRecords records) {
        this.planner = planner;
        this.volume = volume;
        this.history = history;
        this.records = records;
    }

    /**
     * The plan, of facts that are read now.
     *
     * @param ids the snapshots in the store that were not given up
     * @param now by the store's clock
     * @throws io.ghekeeper.failure.Failure when the volume cannot be read
     */
    public RetentionPlan read(Collection<String> ids, Instant now) {
        History seen = history.read();
        return planner.plan(volume.facts(seen), ids, records.damaged(), id -> gone(id, seen), now);
    }

    private SnapshotFacts gone(String id, History seen) {
        Optional<Instant> begun = new Snapshot(id, Path.of(id), true, false, Optional.empty()).begin();
        Optional<Run> disproof = seen.restoreResults().failure(id);
        boolean restored = seen.restoreResults().proof(id).isPresent();
        return new SnapshotFacts(
                id,
                begun,
                disproof.isPresent() ? SnapshotState.FAILED_ITS_DRILL : SnapshotState.GOOD,
                disproof.flatMap(Run::end).map(Run.End::at),
                Optional.empty(),
                false,
                new ProvenFacts(false, restored, ArchiveCopy.PROVEN),
                records.evidence(id),
                false,
                Optional.empty());
    }
}
