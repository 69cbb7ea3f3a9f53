package io.ghekeeper.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An object as its store answered.
 *
 * @param length in bytes
 * @param version the store's name for it; empty where the store has no versions, and in a list
 * @param etag the store's own mark of the content, as it answered, with its quotes; empty where it has none
 * @param retainedUntil as {@link ObjectStore#find} and a PUT answer it; empty where it is not retained, in a list, and
 *     where the role may not read it
 */
public record StoredObject(
        ObjectKey key, long length, Optional<String> version, Optional<String> etag, Optional<Instant> retainedUntil) {}
