package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** The entries of a unit one by one, as its list has them. The list was proven by its SHA-256 when this was opened. */
public final class ContentEntries implements AutoCloseable {
    private static final String DIGEST = " sha256digest=";
    private static final String SIZE = " size=";
    private static final int HEX_DIGITS = 64;

    private final SealedLines lines;
    private final Function<IOException, Failure> damaged;

    ContentEntries(SealedLines lines, Function<IOException, Failure> damaged) {
        this.lines = lines;
        this.damaged = damaged;
    }

    public boolean isAtEnd() {
        return lines.isAtEnd();
    }

    /** The line of the entry at this place, as mtree(5): one word for the path, one for each attribute. */
    public String line() {
        return lines.line();
    }

    /**
     * Goes to the next entry.
     *
     * @throws Failure SEAL_DAMAGED
     */
    public void next() {
        try {
            lines.next();
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }

    /** SHA-256 of a file's content in hexadecimal, without reading the rest of its line; nothing for what is no file. */
    public static Optional<String> digest(String line) {
        int begin = line.indexOf(DIGEST) + DIGEST.length();
        return begin < DIGEST.length() || begin + HEX_DIGITS > line.length()
                ? Optional.empty()
                : Optional.of(line.substring(begin, begin + HEX_DIGITS));
    }

    /** The size of a file in bytes, without reading the rest of its line; 0 for what is no file. */
    public static long size(String line) {
        int begin = line.indexOf(SIZE) + SIZE.length();
        if (begin < SIZE.length()) {
            return 0;
        }
        int end = line.indexOf(' ', begin);
        return Long.parseLong(line, begin, end < 0 ? line.length() : end, 10);
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
