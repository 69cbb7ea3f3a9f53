package io.ghekeeper.run;

import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.snapshot.RemovalPermits;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Permits the removal of a snapshot to a holder of the keep lease: under the capture lease for as long as the rename takes,
 * or beside a run whose record names what it uses. A process of an engine that no such run has counts as well.
 */
public final class LanePermits implements RemovalPermits {
    private final Journal journal;
    private final Leftovers leftovers;

    public LanePermits(Journal journal, Leftovers leftovers) {
        this.journal = journal;
        this.leftovers = leftovers;
    }

    @Override
    public Optional<RemovalPermit> permit(String snapshotId) {
        Optional<CaptureLease> capture = journal.acquireCaptureIfFree();
        if (capture.isEmpty()) {
            return besideARun(snapshotId);
        }
        Optional<RemovalPermit> permit = underCapture(capture.get(), snapshotId, capture.get()::close);
        if (permit.isEmpty()) {
            capture.get().close();
        }
        return permit;
    }

    /** @param end runs after the rename */
    @SuppressWarnings("MissingSummary")
    Optional<RemovalPermit> underCapture(CaptureLease held, String snapshotId, Runnable end) {
        held.requireOpen();
        return mayRemove(SnapshotUses.NONE, snapshotId)
                ? Optional.of(new Permit(() -> SnapshotUses.NONE, snapshotId, end))
                : Optional.empty();
    }

    private Optional<RemovalPermit> besideARun(String snapshotId) {
        return mayRemove(journal.captureUses(), snapshotId)
                ? Optional.of(new Permit(journal::captureUses, snapshotId, () -> {}))
                : Optional.empty();
    }

    private boolean mayRemove(SnapshotUses uses, String snapshotId) {
        return uses.mayRemove(snapshotId)
                && !leftovers.without(uses.runs()::contains).mayBeUsing(snapshotId);
    }

    private record Permit(Supplier<SnapshotUses> uses, String snapshotId, Runnable end) implements RemovalPermit {
        @Override
        public boolean holds() {
            return uses.get().mayRemove(snapshotId);
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
