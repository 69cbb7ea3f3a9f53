package io.ghekeeper.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of an object, or a delete marker that hides it, as the store lists them.
 *
 * @param version its name; empty where the store has no versions, and for what was put before it had any
 * @param length in bytes; 0 of a delete marker
 * @param etag as {@link StoredObject} has it; empty of a delete marker
 * @param latest whether this is what a reader meets who names no version
 * @param modified by the store's word; clocks are not compared by it
 */
public record StoredVersion(
        ObjectKey key,
        Optional<String> version,
        long length,
        Optional<String> etag,
        boolean latest,
        boolean deleteMarker,
        Instant modified) {}
