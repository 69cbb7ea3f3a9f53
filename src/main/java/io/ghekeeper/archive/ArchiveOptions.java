package io.ghekeeper.archive;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How snapshots are archived.
 *
 * @param store its name, as {@code s3://bucket/prefix} or {@code file:///path}
 * @param appliance its uuid, where snapshots have none, as those of a cluster
 * @param lanes how many packs are built and sent at the same time
 * @param bytesPerSecond that are sent at most
 * @param lock of each object that a snapshot needs
 */
public record ArchiveOptions(
        String store, Optional<String> appliance, int lanes, OptionalLong bytesPerSecond, Optional<LockPolicy> lock) {
    public ArchiveOptions {
        Objects.requireNonNull(store);
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(bytesPerSecond);
        Objects.requireNonNull(lock);
        if (lanes < 1) {
            throw new IllegalArgumentException(lanes + " lanes");
        }
    }
}
