package io.ghekeeper.restore;

import io.ghekeeper.archive.FetchPlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore from the archive fetches first.
 *
 * @param store as people have it
 * @param snapshot the id of the one that is meant
 * @param need nothing where the snapshot is whole on the volume
 * @param time that the fetch takes; nothing where none was measured
 * @param freeBytes on the volume
 * @param mayShare whether the volume may have some of it already: then less is fetched than {@code need} says
 * @param passedOver newer ones in the store that are not taken, each with the reason
 */
public record PlannedFetch(
        String store,
        String snapshot,
        Optional<FetchPlan> need,
        Optional<Estimate> time,
        long freeBytes,
        boolean mayShare,
        List<String> passedOver) {
    public PlannedFetch {
        Objects.requireNonNull(store);
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(need);
        Objects.requireNonNull(time);
        passedOver = List.copyOf(passedOver);
    }

    /** Whether something has to be fetched. */
    public boolean isNeeded() {
        return need.isPresent();
    }
}
