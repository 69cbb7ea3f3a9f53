package io.ghekeeper.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A place in the list of a unit's entries, which are read one after the other. */
final class SealedLines implements AutoCloseable {
    private final BufferedReader lines;
    private String line;
    private String path = "";

    /** The first entry, if there is one. */
    SealedLines(ListStore lists, String sha256) throws IOException {
        this.lines = new BufferedReader(new InputStreamReader(lists.open(sha256), StandardCharsets.US_ASCII));
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
        return line.contains(" type=file ");
    }

    /** The entry at this place. */
    SealEntry entry() throws IOException {
        return MtreeLine.parse(line);
    }

    /** Goes to the next entry. */
    void next() throws IOException {
        do {
            line = lines.readLine();
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
