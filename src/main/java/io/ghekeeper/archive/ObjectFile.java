package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import java.nio.file.Path;

/**
 * A finished object, as it will be stored, in a file of the outbox. It is on the disk.
 *
 * @param file in the outbox; its name is the last part of the key
 * @param key where it belongs in the store, below the store's prefix
 * @param length in bytes
 * @param sha256 of the file, 32 bytes; the key names it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ObjectFile(Path file, ObjectKey key, long length, byte[] sha256) {}
