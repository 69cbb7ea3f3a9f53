package io.ghekeeper.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The content of an open file from its place on, for one who judges it. Another one hears of each byte that passes, so that
 * two need one reading.
 */
public final class ContentStream extends InputStream {
    private final FileChannel file;
    private final BytesListener listener;
    private IOException failure;

    /** Hears of all bytes in their order. */
    public interface BytesListener {
        /** So many bytes passed, from a place in an array that is the stream's again afterwards. */
        void passed(byte[] bytes, int from, int count);
    }

    ContentStream(FileChannel file, BytesListener listener) {
        this.file = file;
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        int read;
        try {
            read = file.read(ByteBuffer.wrap(bytes, from, most));
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (read > 0) {
            listener.passed(bytes, from, read);
        }
        return read;
    }

    /** @throws IOException when a read failed, whatever was made of that */
    @SuppressWarnings("MissingSummary")
    void requireRead() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
