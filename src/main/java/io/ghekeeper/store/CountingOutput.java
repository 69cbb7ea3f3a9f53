package io.ghekeeper.store;

import java.io.IOException;
import java.io.OutputStream;

/** How many bytes were handed on. */
final class CountingOutput extends OutputStream {
    private final OutputStream to;
    private long count;

    CountingOutput(OutputStream to) {
        this.to = to;
    }

    long count() {
        return count;
    }

    @Override
    public void write(int value) throws IOException {
        to.write(value);
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        count += length;
    }
}
