package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An object that is being written. To close it before it is finished removes it. One thread uses it. When that is interrupted, it
 * ends with an {@link java.io.InterruptedIOException}, and the thread is still interrupted.
 */
final class ObjectStream extends OutputStream {
    /** So many bytes were written so far, before encryption. */
    long written() {
        throw new UnsupportedOperationException();
    }

    /** @throws Failure ENCRYPTION_FAILED; of a VOLUME kind when the outbox cannot be written; what the progress throws */
    @SuppressWarnings("MissingSummary")
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Ends the object. It is on the disk, under its name, when this returns.
     *
     * @throws Failure as {@link #write} does
     */
    ObjectFile finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
