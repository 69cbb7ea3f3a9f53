package io.ghekeeper.keep;

import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.volume.Disk;
import java.util.Set;
import java.util.TreeSet;

/** The snapshots that one store has to have, by what is recorded on the volume. The caller holds the lease of the keep lane. */
public final class ExpectedCopies {
    private final EvidenceFiles evidence;
    private final StoreVerificationFile verification;
    private final Disk disk;
    private final String place;

    /** @param place the store, as evidence names it */
    @SuppressWarnings("MissingSummary")
    public ExpectedCopies(EvidenceFiles evidence, StoreVerificationFile verification, Disk disk, String place) {
        this.evidence = evidence;
        this.verification = verification;
        this.disk = disk;
        this.place = place;
    }

    /** Those that evidence calls archived, and those of the last verification: also what the volume has no more. */
    Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        evidence.all().byId().keySet().stream().filter(this::isArchived).forEach(ids::add);
        verification
                .recorded(place)
                .ifPresent(last ->
                        last.snapshots().stream().map(StoredCopy::snapshot).forEach(ids::add));
        return ids;
    }

    private boolean isArchived(String id) {
        return evidence.of(id)
                .archived()
                .filter(copy -> copy.store().equals(place))
                .isPresent();
    }

    /**
     * Expects one no more, which has a tombstone: the store may delete all of it, the tombstone last. What is recorded must
     * not outlive that.
     */
    void giveUp(String id) {
        if (isArchived(id)) {
            evidence.unarchived(disk, id);
        }
        verification
                .recorded(place)
                .filter(last -> last.of(id).isPresent())
                .ifPresent(last -> verification.write(disk, last.without(id)));
    }
}
