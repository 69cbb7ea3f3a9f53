package io.ghekeeper.store;

/**
 * An object as its store lists it.
 *
 * @param length in bytes
 */
public record StoredObject(ObjectKey key, long length) {}
