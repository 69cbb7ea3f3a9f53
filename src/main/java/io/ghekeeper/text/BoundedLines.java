package io.ghekeeper.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of bytes, a letter for each byte. One that is longer than any of ours is refused before it fills the memory. There is no
 * decoder, and no buffer of letters, between the bytes and the lines: millions of them are read.
 */
public final class BoundedLines implements AutoCloseable {
    /** A path and a target of 4,096 bytes each, with four letters for a byte, and the rest of the line. */
    private static final int LONGEST = 64 << 10;

    private static final int BUFFER = 16 << 10;

    private final InputStream in;
    private final int longest;
    private byte[] buffer = new byte[BUFFER];
    private int begin;
    private int end;
    private long passed;

    /**
     * Lines of lists.
     *
     * @param in is closed with this
     */
    public BoundedLines(InputStream in) {
        this(in, LONGEST);
    }

    /**
     * Lines of another kind.
     *
     * @param in is closed with this
     * @param longest bytes that a line may have
     */
    public BoundedLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The place of the next line: so many bytes are before it. */
    public long place() {
        return passed + begin;
    }

    /**
     * Goes to a line further on.
     *
     * @param place of it; where that is beyond the end, at the end
     */
    public void skipTo(long place) throws IOException {
        while (place() < place && (begin < end || fill())) {
            begin += (int) Math.min(end - begin, place - place());
        }
    }

    /**
     * The next line without its end; null at the end.
     *
     * @throws IOException when it is too long, or its end is missing
     */
    public String next() throws IOException {
        int at = begin;
        while (true) {
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (at - begin > longest) {
                throw new IOException("it has a line of more than " + longest + " bytes");
            }
            if (at < end) {
                String line = new String(buffer, begin, at - begin, StandardCharsets.ISO_8859_1);
                begin = at + 1;
                return line;
            }
            int looked = at - begin;
            if (!fill()) {
                if (looked > 0) {
                    throw new IOException("its last line is cut off");
                }
                return null;
            }
            at = begin + looked;
        }
    }

    /** Reads more behind what is not passed yet. */
    private boolean fill() throws IOException {
        passed += begin;
        System.arraycopy(buffer, begin, buffer, 0, end - begin);
        end -= begin;
        begin = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * end);
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
