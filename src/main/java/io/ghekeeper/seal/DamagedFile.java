package io.ghekeeper.seal;

import java.util.Objects;

/**
 * A file of a snapshot whose content is not the one that was sealed, or cannot be read.
 *
 * @param path below the snapshot, as {@link PathBytes}
 * @param inode its number when that was found
 */
record DamagedFile(String path, long inode) {
    DamagedFile {
        Objects.requireNonNull(path);
    }

    /** As a line of a list. */
    String line() {
        return inode + " " + MtreeLine.word(path) + "\n";
    }

    /** @throws UnreadableDamageList when {@link #line} did not write the line; the message follows the name of the list */
    @SuppressWarnings("MissingSummary")
    static DamagedFile parse(String line) throws UnreadableDamageList {
        int blank = line.indexOf(' ');
        try {
            return new DamagedFile(MtreeLine.path(line.substring(blank + 1)), Long.parseLong(line, 0, blank, 10));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UnreadableDamageList(e);
        }
    }
}
