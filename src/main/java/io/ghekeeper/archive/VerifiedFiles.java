package io.ghekeeper.archive;

import java.util.List;

/**
 * What a reading of a snapshot in the store has shown.
 *
 * @param root which of its roots was read: 1 is the first
 * @param entries of its lists: files, folders, links and the like
 * @param files of these
 * @param bytes of all files by their sizes
 * @param packs that were read
 * @param found how many differences there are
 * @param first the first of them, as sentences; at most {@link #SHOWN}
 */
public record VerifiedFiles(
        String snapshot, int root, long entries, long files, long bytes, long packs, long found, List<String> first) {
    /** So many differences are put into words. */
    public static final int SHOWN = 100;

    public VerifiedFiles {
        first = List.copyOf(first);
    }

    public boolean isWhole() {
        return found == 0;
    }
}
