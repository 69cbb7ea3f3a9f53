package io.ghekeeper.volume;

/**
 * What a file system has, and what of it this user may still use.
 *
 * @param totalInodes 0 on file systems that make inodes as they need them, such as btrfs
 * @param freeInodes of no meaning where {@code totalInodes} is 0
 */
public record Room(long totalBytes, long freeBytes, long totalInodes, long freeInodes) {
    /** Whether so many files, folders and links more can be made. */
    public boolean hasInodes(long wanted) {
        return totalInodes == 0 || freeInodes >= wanted;
    }

    @Override
    public String toString() {
        String inodes = totalInodes == 0 ? "no limit of inodes" : freeInodes + " of " + totalInodes + " inodes";
        return new ByteCount(freeBytes) + " of " + new ByteCount(totalBytes) + " and " + inodes + " are free";
    }
}
