package io.ghekeeper.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a fetch of a snapshot takes at most: what other snapshots on the volume have already is not fetched. That is known by the
 * root and the store's list, so nothing was decrypted.
 *
 * @param root which of its roots counts: 1 is the first
 * @param appliance its uuid
 * @param release of the appliance as the root says it, as {@code v3.12.1}; nothing in older roots
 * @param entries files, folders, links and the like
 * @param bytes of all files by their sizes
 * @param objects that the root names
 */
public record FetchPlan(
        String snapshot,
        int root,
        String appliance,
        Optional<String> release,
        Instant archivedAt,
        long entries,
        long bytes,
        ObjectClasses objects) {
    public FetchPlan {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(release);
        Objects.requireNonNull(archivedAt);
        Objects.requireNonNull(objects);
    }
}
