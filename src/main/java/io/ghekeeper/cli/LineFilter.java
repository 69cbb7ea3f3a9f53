package io.ghekeeper.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Passes the lines that are wanted. Of a very long line the beginning decides, so that memory stays small. */
final class LineFilter extends FilterOutputStream {
    private static final int LONGEST = 64 * 1024;

    private final Predicate<String> wanted;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private EscapeState state = EscapeState.BEGUN;

    private enum EscapeState {
        /** Not decided yet. */
        BEGUN,
        PASSED,
        DROPPED
    }

    LineFilter(OutputStream out, Predicate<String> wanted) {
        super(out);
        this.wanted = wanted;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                part(bytes, from, i + 1 - from);
                endLine();
                from = i + 1;
            }
        }
        part(bytes, from, offset + length - from);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    private void part(byte[] bytes, int offset, int length) throws IOException {
        if (state == EscapeState.PASSED) {
            out.write(bytes, offset, length);
        } else if (state == EscapeState.BEGUN) {
            line.write(bytes, offset, length);
            if (line.size() > LONGEST) {
                decide();
            }
        }
    }

    private void decide() throws IOException {
        state = wanted.test(line.toString(StandardCharsets.UTF_8).stripTrailing())
                ? EscapeState.PASSED
                : EscapeState.DROPPED;
        if (state == EscapeState.PASSED) {
            line.writeTo(out);
        }
        line.reset();
    }

    /** Ends a line that may lack its end; nothing where none was begun. */
    void endLine() throws IOException {
        if (line.size() > 0) {
            decide();
        }
        state = EscapeState.BEGUN;
    }
}
