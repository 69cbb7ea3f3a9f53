package io.ghekeeper.history;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.snapshot.Snapshots;
import java.util.function.Supplier;

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

    /** Reads when it is asked first, and then gives the same view to all who take part in one answer. */
    public Supplier<History> once() {
        return new Supplier<>() {
            private History history;

            @Override
            public synchronized History get() {
                if (history == null) {
                    history = read();
                }
                return history;
            }
        };
    }
}
