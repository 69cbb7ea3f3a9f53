package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.text.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** The entries of a unit one by one, as its list has them. The list was proven by its SHA-256 when this was opened. */
public final class ContentEntries implements AutoCloseable {
    static final String DIGEST = " sha256digest=";
    private static final String SIZE = " size=";
    private static final int HEX_DIGITS = 64;

    private final BoundedLines lines;
    private final Function<IOException, Failure> damaged;
    private String line = "";
    private long place;

    /** @param list is closed with this, also where its first line cannot be read */
    @SuppressWarnings("MissingSummary")
    ContentEntries(InputStream list, Function<IOException, Failure> damaged) {
        this.lines = new BoundedLines(list);
        this.damaged = damaged;
        boolean begun = false;
        try {
            next();
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    public boolean isAtEnd() {
        return line == null;
    }

    /** The line of the entry at this place, as mtree(5): one word for the path, one for each attribute. */
    public String line() {
        return line;
    }

    /** Where the entry is in the list. */
    public long place() {
        return place;
    }

    /**
     * Goes to the next entry.
     *
     * @throws Failure SEAL_DAMAGED
     */
    public void next() {
        try {
            do {
                place = lines.place();
                line = lines.next();
            } while (line != null && line.startsWith("#"));
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }

    /**
     * Goes to an entry further on.
     *
     * @param to its {@link #place}
     * @throws Failure SEAL_DAMAGED
     */
    public void skipTo(long to) {
        if (to > place) {
            try {
                lines.skipTo(to);
            } catch (IOException e) {
                throw damaged.apply(e);
            }
            next();
        }
    }

    /** Where SHA-256 of a file's content begins, which is the last word of its line; 0 for what is no file. */
    public static int digestBegin(String line) {
        int begin = line.length() - HEX_DIGITS;
        return line.startsWith(DIGEST, begin - DIGEST.length()) ? begin : 0;
    }

    /** Where the size of a file in bytes begins, which ends at a blank. */
    public static int sizeBegin(String line) {
        return line.indexOf(SIZE) + SIZE.length();
    }

    /** @throws IOException when the line is none of a list */
    @SuppressWarnings("MissingSummary")
    public static SealEntry parse(String line) throws IOException {
        return MtreeLine.parse(line);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }
}
