package io.ghekeeper.archive;

/**
 * A snapshot that is whole in another store.
 *
 * @param root the number of its root there
 * @param objects that it needs
 * @param bytes of these
 * @param sent how many objects were sent up to now, for this snapshot and those before it
 */
public record CopiedSnapshot(String snapshot, int root, long objects, long bytes, long sent) {}
