package io.ghekeeper.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects that are there whole or not at all. Nothing here is tried again by itself after a change was sent: look with
 * {@link #find} first. Every method throws a {@link io.ghekeeper.failure.Failure} that names the store and the key, of kind
 * STORE_FAILED or of an AWS kind.
 */
public interface ObjectStore extends AutoCloseable {
    /** Nothing where there is no such object. */
    Optional<StoredObject> find(ObjectKey key);

    /**
     * Reads a part of an object. A failure may come after some bytes were handed on.
     *
     * @param offset of the first byte
     * @param length at least 1; exactly as many bytes arrive
     * @param to is not closed
     * @throws IOException of {@code to} only
     */
    void fetch(ObjectKey key, long offset, long length, OutputStream to) throws IOException;

    /** Puts an object, at once and whole; returns false, and changes nothing, where there is one of this key. */
    boolean putIfAbsent(ObjectKey key, ObjectContent content);

    /**
     * Hands on each object whose key begins with a prefix, by the bytes of its key. Names that no key has are passed over.
     *
     * @param prefix empty for all
     */
    void list(String prefix, Consumer<StoredObject> each);

    /** Removes an object for good; returns false where there is none. Fails while the object is retained. */
    boolean delete(ObjectKey key);

    /** Refuses the removal of an object until an instant. Never shortens what was promised before. */
    void retain(ObjectKey key, Instant until);

    @Override
    default void close() {}
}
