package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Objects;

/**
 * A unit of a seal.
 *
 * @param path its folder, as the first word of a line of mtree(5)
 * @param list SHA-256 of the list of its entries
 * @param inodes SHA-256 of the list of its files' inodes, which is of use on this volume only
 * @param bytes of its files by their sizes
 */
record SealedUnit(String path, String list, String inodes, long entries, long bytes) {
    private static final int FIELDS = 5;

    SealedUnit {
        Objects.requireNonNull(path);
        Objects.requireNonNull(list);
        Objects.requireNonNull(inodes);
    }

    /** As a line of a file that is not finished. */
    String line() {
        return path + " " + list + " " + inodes + " " + entries + " " + bytes + "\n";
    }

    static SealedUnit parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == FIELDS) {
                return new SealedUnit(
                        words[0], words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[FIELDS - 1]));
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IOException("has a line that names no unit");
    }
}
