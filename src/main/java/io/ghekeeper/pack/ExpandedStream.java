package io.ghekeeper.pack;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What zstd decompresses, up to a length: a small object cannot keep a run busy for days. */
public final class ExpandedStream extends FilterInputStream {
    /** Lists of entries become a tenth when they are compressed; the dullest ones a hundredth. */
    private static final long MOST_TIMES = 1000;

    private static final long ALWAYS = 1 << 20;

    private long left;

    /** @param length of the compressed bytes */
    @SuppressWarnings("MissingSummary")
    public ExpandedStream(InputStream compressed, long length) throws IOException {
        super(new ZstdInputStream(compressed));
        this.left = length * MOST_TIMES + ALWAYS;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new IOException("it expands to more than " + MOST_TIMES + " times its length");
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 64 << 10)]));
    }
}
