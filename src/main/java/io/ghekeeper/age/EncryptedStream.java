package io.ghekeeper.age;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What is written to it is encrypted. To close it before it is finished gives the object up, and ends what encrypts; so does an
 * interruption of its thread, which is an {@link java.io.InterruptedIOException}.
 */
public abstract class EncryptedStream extends OutputStream {
    @Override
    public final void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends the object: all encrypted bytes are written when it returns.
     *
     * @throws io.ghekeeper.failure.Failure ENCRYPTION_FAILED; what the question whether to go on throws
     */
    public abstract void finish() throws IOException;

    @Override
    public abstract void close();
}
