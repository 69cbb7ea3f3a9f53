package io.ghekeeper.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The lines of a file that grows. A line ends with a line feed or, as progress displays end it, a carriage return. Of a
 * longer line only the beginning is handed on, so that no line can be forged in the middle of another.
 */
public final class GrowingLines {
    private static final int CHUNK = 16 * 1024;

    private final int longest;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private final StringBuilder line = new StringBuilder();

    /** @param longest of a line, in bytes */
    @SuppressWarnings("MissingSummary")
    public GrowingLines(int longest) {
        this.longest = longest;
    }

    /** Hands on the lines that are whole now, without the empty ones. */
    public void read(ReadableByteChannel file, Consumer<String> lines) throws IOException {
        while (file.read(chunk.clear()) > 0) {
            // One byte a character keeps the bytes of UTF-8 together until the line is whole.
            String text = new String(chunk.array(), 0, chunk.position(), StandardCharsets.ISO_8859_1);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\r') {
                    flush(lines);
                } else if (line.length() < longest) {
                    line.append(c);
                }
            }
        }
    }

    /** Hands on what is there of a line without an end. */
    public void flush(Consumer<String> lines) {
        if (line.length() > 0) {
            String whole = new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            line.setLength(0);
            lines.accept(whole);
        }
    }
}
