package io.ghekeeper.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of foreign text. One that is longer than any of ours is refused before it fills the memory. */
final class BoundedLines implements AutoCloseable {
    /** A path and a target of 4,096 bytes each, with four letters for a byte, and the rest of the line. */
    private static final int LONGEST = 64 << 10;

    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST];

    /** @param in is closed with this */
    @SuppressWarnings("MissingSummary")
    BoundedLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * The next line without its end; null at the end.
     *
     * @throws IOException when it is too long, or its end is missing
     */
    String next() throws IOException {
        int length = 0;
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                if (length > 0) {
                    throw new IOException("its last line is cut off");
                }
                return null;
            }
            if (length == LONGEST) {
                throw new IOException("it has a line of more than " + LONGEST + " bytes");
            }
            line[length++] = (byte) read;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
