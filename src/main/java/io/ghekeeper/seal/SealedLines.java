package io.ghekeeper.seal;

import io.ghekeeper.text.BoundedLines;
import java.io.IOException;

/** A place in the list of a unit's entries, which are read one after the other. */
final class SealedLines implements AutoCloseable {
    private final BoundedLines lines;
    private String line;
    private String path = "";

    /** The first entry, if there is one. */
    SealedLines(ListStore lists, String sha256) throws IOException {
        this.lines = new BoundedLines(lists.open(sha256));
        next();
    }

    boolean isAtEnd() {
        return line == null;
    }

    /** Of the entry at this place. */
    String path() {
        return path;
    }

    /** The line of the entry at this place. */
    String line() {
        return line;
    }

    boolean isFile() {
        return isFile(line);
    }

    /** Whether it is the line of a file. */
    static boolean isFile(String line) {
        return line.contains(" type=file ");
    }

    /** The entry at this place. */
    SealEntry entry() throws IOException {
        return MtreeLine.parse(line);
    }

    /** Goes to the next entry. */
    void next() throws IOException {
        do {
            line = lines.next();
        } while (line != null && line.startsWith("#"));
        if (line != null) {
            path = MtreeLine.firstPath(line);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
