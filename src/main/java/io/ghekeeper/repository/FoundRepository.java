package io.ghekeeper.repository;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A repository in a snapshot.
 *
 * @param snapshot its id
 * @param from where that is
 * @param name nothing where its {@code info/nwo} is missing or says none
 * @param bytes of its own files by their sizes: what it shares with its network is not in them
 * @param modified the latest time of a file of it
 * @param wiki whether a wiki lies beside it
 */
public record FoundRepository(
        String snapshot,
        SnapshotPlace from,
        RepositoryPlace place,
        Optional<RepositoryName> name,
        long bytes,
        Instant modified,
        boolean wiki) {
    /** Where the snapshot is. */
    public enum SnapshotPlace {
        VOLUME,
        STORE
    }

    public FoundRepository {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(from);
        Objects.requireNonNull(place);
        Objects.requireNonNull(name);
        Objects.requireNonNull(modified);
    }
}
