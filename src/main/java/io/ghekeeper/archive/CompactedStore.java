package io.ghekeeper.archive;

/**
 * What a compaction did.
 *
 * @param packs that no root needs any more which counts
 * @param packBytes of these, which are in the store until they are pruned
 * @param snapshots that got a further root
 * @param objectsSent and {@code bytesSent}: what is new
 */
public record CompactedStore(long packs, long packBytes, long snapshots, long objectsSent, long bytesSent) {}
