package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is recorded of readings of all files out of one store.
 *
 * @param byId the last one of each snapshot that was read
 * @param file the record
 * @param unreadable why that cannot be read, as the rest of a sentence; then whether a snapshot was found damaged is unknown
 */
public record StoreReadings(Map<String, StoreReadBack> byId, Path file, Optional<String> unreadable) {
    public StoreReadings {
        byId = Map.copyOf(byId);
        Objects.requireNonNull(unreadable);
    }

    /** The last one of a snapshot; nothing where it was not read, or where that is unknown. */
    public Optional<StoreReadBack> of(String snapshotId) {
        return Optional.ofNullable(byId.get(snapshotId));
    }

    /** The objects in which readings found differences, as {@code <key>!<version>}. Other snapshots may need them, too. */
    public Set<String> damagedObjects() {
        return byId.values().stream()
                .filter(reading -> !reading.result().isWhole())
                .flatMap(reading -> reading.objects().stream())
                .collect(Collectors.toSet());
    }

    /** That all is unknown, as a clause; nothing where it is known. */
    public Optional<String> unknown() {
        return unreadable.map(why -> "what readings of all files found is unknown: " + file + " " + why);
    }

    /**
     * Requires that the record was read.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    public void requireReadable() {
        unknown().ifPresent(words -> {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    words,
                    "Use the ghe-keeper that wrote it. Or move it away, and read each snapshot in the store: ghe-keeper"
                            + " archive read-back SNAPSHOT --identity FILE");
        });
    }
}
