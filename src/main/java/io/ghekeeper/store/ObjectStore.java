package io.ghekeeper.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects that are there whole or not at all. A store may keep versions: then a removal of the current one can uncover an
 * older one, and another program can hide all of them behind a delete marker. An empty version means the current one.
 *
 * <p>Nothing here is tried again by itself after a change was sent: look with {@link #find} first, or use
 * {@link StoreRetries}. Every method throws a {@link io.ghekeeper.failure.Failure} that names the store and the key, of kind
 * STORE_FAILED or of an AWS kind.
 */
public interface ObjectStore extends AutoCloseable {
    /** Nothing where there is no such object, or a delete marker hides it. */
    default Optional<StoredObject> find(ObjectKey key) {
        return find(key, Optional.empty());
    }

    /** Nothing where there is no such version. A delete marker does not hide a version that is named. */
    Optional<StoredObject> find(ObjectKey key, Optional<String> version);

    /** Reads a part of an object as it is now. */
    default void fetch(ObjectKey key, long offset, long length, OutputStream to) throws IOException {
        fetch(key, Optional.empty(), offset, length, to);
    }

    /**
     * Reads a part of an object. A failure may come after some bytes were handed on.
     *
     * @param offset of the first byte
     * @param length at least 1; exactly as many bytes arrive
     * @param to is not closed
     * @throws IOException of {@code to} only
     */
    void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to) throws IOException;

    /** Puts an object that is not retained. */
    default Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content) {
        return putIfAbsent(key, content, Optional.empty());
    }

    /**
     * Puts an object, at once and whole. A store can ignore that there is one of this key, and put another version over it;
     * {@link StoreCheck} finds such a store out. What depends on an object then goes by its version.
     *
     * @param retainUntil the removal of the object is refused until then, from the moment that it is there
     * @return what the store answered; nothing, and nothing is changed, where there is one of this key
     */
    Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil);

    /**
     * Hands on each object whose key begins with a prefix, by the bytes of its key. Names that no key has are passed over.
     *
     * @param prefix empty for all
     */
    void list(String prefix, Consumer<StoredObject> each);

    /**
     * Hands on each version and each delete marker whose key begins with a prefix, by the bytes of its key; of one key, the
     * latest first. Names that no key has are passed over.
     *
     * @param prefix empty for all
     */
    void versions(String prefix, Consumer<StoredVersion> each);

    /** Removes an object's current version for good; returns false where there is none. Fails while it is retained. */
    default boolean delete(ObjectKey key) {
        Optional<StoredObject> found = find(key);
        found.ifPresent(object -> delete(key, object.version()));
        return found.isPresent();
    }

    /**
     * Removes one version or delete marker for good, and does nothing where it is gone. Fails while it is retained.
     *
     * @param version empty where the store has no versions
     */
    void delete(ObjectKey key, Optional<String> version);

    /** Refuses the removal of an object, as it is now, until an instant. Never shortens what was promised before. */
    default void retain(ObjectKey key, Instant until) {
        retain(key, Optional.empty(), until);
    }

    /** Refuses the removal of a version until an instant. Never shortens what was promised before. */
    void retain(ObjectKey key, Optional<String> version, Instant until);

    /**
     * Removes what killed processes left of PUTs that are more than a day old, where that is no object and takes room.
     *
     * @param folders the first words of all keys with a slash: only there, and beside these, it looks
     * @param goOn is called now and then; what it throws is thrown
     * @return how many of these
     */
    default int removeUnfinished(List<String> folders, Runnable goOn) {
        return 0;
    }

    /**
     * The SHA-256 that the store itself computed when it took a version, in hexadecimal; nothing where it keeps none, or where
     * there is no such version. It is a word about what arrived: only {@link #fetch} shows what is there now.
     */
    default Optional<String> checksum(ObjectKey key, Optional<String> version) {
        return Optional.empty();
    }

    /**
     * Whether a version can be read now; nothing where there is no such version. A store without classes for what is cold
     * says so of each.
     */
    default Optional<ObjectAccess> access(ObjectKey key, Optional<String> version) {
        return find(key, version).map(found -> ObjectAccess.AT_ONCE);
    }

    /**
     * Asks for a copy of a version that cannot be read at once; does nothing where it can, or where that was asked before. It
     * costs money, and takes hours.
     *
     * @return what {@link #access} said before
     */
    default Optional<ObjectAccess> warmUp(ObjectKey key, Optional<String> version, WarmUp how) {
        return access(key, version);
    }

    /** What the store's own clock says, to the second at least. Retention ends by this clock. */
    Instant now();

    @Override
    default void close() {}
}
