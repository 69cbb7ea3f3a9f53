package io.ghekeeper.pack;

/**
 * A file that a pack holds, or a part of it.
 *
 * @param digest SHA-256 of the whole file
 * @param part from 1 on
 * @param parts 1 where the file is whole
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PackMember(byte[] digest, int part, int parts) {}
