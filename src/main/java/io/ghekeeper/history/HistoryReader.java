package io.ghekeeper.history;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.snapshot.Snapshots;

/** Reads the history of a volume. */
public final class HistoryReader {
    private final Journal journal;
    private final Snapshots snapshots;
    private final SnapshotMakers.KnownMakers known = new SnapshotMakers.KnownMakers();

    public HistoryReader(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
    }

    /**
     * The runs and snapshots now. Each directory is listed once.
     *
     * @throws io.ghekeeper.failure.Failure JOURNAL_UNREADABLE or VOLUME_UNUSABLE when they cannot be listed
     */
    public History read() {
        return new History(journal, snapshots.list(), known);
    }
}
