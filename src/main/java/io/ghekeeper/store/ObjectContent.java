package io.ghekeeper.store;

import java.io.InputStream;
import java.util.function.Supplier;

/**
 * What is to be put: its length and digest are known before, its bytes are never in memory as a whole.
 *
 * @param length in bytes
 * @param sha256 32 bytes
 * @param open gives the bytes from the beginning at each call; the store closes what it opens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ObjectContent(long length, byte[] sha256, Supplier<InputStream> open) {}
