package io.ghekeeper.volume;

import io.ghekeeper.process.ShortCommand;
import io.ghekeeper.text.ByteCount;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a file system has, and what of it this user may still use.
 *
 * @param totalInodes 0 on file systems that make inodes as they need them, such as btrfs
 * @param freeInodes of no meaning where {@code totalInodes} is 0
 */
public record DiskSpace(long totalBytes, long freeBytes, long totalInodes, long freeInodes) {
    private static final long LEAST_REST = 256L << 10;
    private static final long MOST_REST = 64L << 20;
    private static final int REST_SHARE = 1000;
    private static final int LEAST_INODES = 4;
    private static final long FEW_INODES = 64;
    private static final int FEW_SHARE = 100;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Some of what could not be written is removed again: what is full is seldom full to the last byte. */
    private static final long LEAST = 1L << 20;

    private static final int SMALL_SHARE = 1000;

    /** Whether so many files, folders and links more can be made. */
    public boolean hasInodes(long wanted) {
        return totalInodes == 0 || freeInodes >= wanted;
    }

    /** Whether so little is left that whatever is written next may not fit. */
    boolean isUsedUp() {
        return freeBytes < Math.min(MOST_REST, Math.max(LEAST_REST, totalBytes / REST_SHARE))
                || !hasInodes(LEAST_INODES);
    }

    /**
     * Whether it is inodes that are lacking, where one of the two is. By the shares of both: some of what could not be
     * written is removed again, so that neither is at nought any more. Where many are free, something else is lacking.
     */
    boolean lacksInodes() {
        return totalInodes > 0
                && freeInodes <= Math.max(FEW_INODES, totalInodes / FEW_SHARE)
                && (double) freeInodes / totalInodes < (double) freeBytes / Math.max(1, totalBytes);
    }

    /** Whether next to nothing can be written: less than a thousandth of the bytes or inodes, or than 1 MiB, is free. */
    public boolean isFull() {
        return freeBytes < Math.max(LEAST, totalBytes / SMALL_SHARE) || !hasInodes(1 + totalInodes / SMALL_SHARE);
    }

    /** That of the file system which holds a path that is there. */
    public static DiskSpace at(Path place) throws IOException {
        FileStore store = Files.getFileStore(place);
        // The JDK knows nothing of inodes.
        String[] inodes = new ShortCommand(LIMIT)
                .ask(List.of("stat", "-f", "-c", "%c %d", place.toString()))
                .split(" ", -1);
        return new DiskSpace(
                store.getTotalSpace(), store.getUsableSpace(), Long.parseLong(inodes[0]), Long.parseLong(inodes[1]));
    }

    @Override
    public String toString() {
        String inodes = totalInodes == 0 ? "no limit of inodes" : freeInodes + " of " + totalInodes + " inodes";
        return new ByteCount(freeBytes) + " of " + new ByteCount(totalBytes) + " and " + inodes + " are free";
    }
}
