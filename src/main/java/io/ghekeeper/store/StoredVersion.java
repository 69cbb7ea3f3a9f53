package io.ghekeeper.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A version of an object, or a delete marker that hides it, as the store lists them.
 *
 * @param version its name; empty where the store has no versions, and for what was put before it had any
 * @param length in bytes; 0 of a delete marker
 * @param etag as {@link StoredObject} has it; empty of a delete marker
 * @param latest whether this is what a reader meets who names no version
 * @param modified by the store's word; clocks are not compared by it
 * @param storageClass what the store keeps and charges it by, in its own words; empty where it says none
 */
public record StoredVersion(
        ObjectKey key,
        Optional<String> version,
        long length,
        Optional<String> etag,
        boolean latest,
        boolean deleteMarker,
        Instant modified,
        Optional<String> storageClass) {
    /** Of S3. {@code GLACIER_IR} is read at once; Intelligent-Tiering may have moved an object to an archive tier. */
    private static final Set<String> MAYBE_COLD = Set.of("GLACIER", "DEEP_ARCHIVE", "INTELLIGENT_TIERING");

    /** Whether it may be kept so that it cannot be read at once: then the store knows more, see {@link ObjectStore#access}. */
    public boolean mayBeCold() {
        return storageClass.filter(MAYBE_COLD::contains).isPresent();
    }
}
