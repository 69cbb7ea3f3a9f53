package io.ghekeeper.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first bytes of what a program prints, and drops the rest: memory does not grow with it. */
final class FirstBytes extends OutputStream {
    private static final int MOST = 256 << 10;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int one) {
        if (kept.size() < MOST) {
            kept.write(one);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, Math.min(length, MOST - kept.size()));
    }

    /** As text, without blanks around it. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8).strip();
    }
}
