package io.ghekeeper.restore;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.KeepLease;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keep lane, for the fetch within a restore: a fetch writes a seal, as the runs of that lane do. It is taken when the fetch
 * begins; or before the run, where no person looked whether it is free.
 */
public final class FetchLane {
    private final Journal journal;
    private Optional<KeepLease> ahead = Optional.empty();

    public FetchLane(Journal journal) {
        this.journal = journal;
    }

    /**
     * Does something with the lane, which it holds until a fetch within it has ended, or until {@link #giveBack}.
     *
     * @throws io.ghekeeper.failure.Failure RUN_ACTIVE, with nothing done, while another process has it
     */
    <T> T ahead(Supplier<T> work) {
        ahead = Optional.of(journal.acquireKeep());
        try {
            return work.get();
        } finally {
            giveBack();
        }
    }

    /** Whether a fetch could have it now. */
    boolean isFree() {
        return ahead.isPresent() || journal.isKeepLaneFree();
    }

    /**
     * For a fetch, which closes it.
     *
     * @throws io.ghekeeper.failure.Failure RUN_ACTIVE while another process has it
     */
    public KeepLease take() {
        KeepLease lease = ahead.orElseGet(journal::acquireKeep);
        ahead = Optional.empty();
        return lease;
    }

    /** Does nothing where it was taken. */
    void giveBack() {
        ahead.ifPresent(KeepLease::close);
        ahead = Optional.empty();
    }
}
