package io.ghekeeper.monitor;

/**
 * What room a volume has.
 *
 * @param totalBytes of the file system
 * @param freeBytes that this user may still write
 * @param totalInodes 0 where the file system does not count them
 * @param freeInodes 0 where it does not count them
 */
public record Space(long totalBytes, long freeBytes, long totalInodes, long freeInodes) {}
