package io.ghekeeper.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Compresses with zstd, a MiB at a time: each is a frame, so that one can be read without those before it. What does not compress,
 * as Git's own files do not, is stored in a frame of raw blocks. A sample decides that, so that it costs no time.
 *
 * <p>The format is that of RFC 8878. {@code zstd -d} reads it.
 */
public final class ZstdFrames extends OutputStream {
    /** The input of a frame, in bytes; the last one has less. */
    public static final int FRAME = 1 << 20;

    private static final int LEVEL = 1;
    private static final int MAGIC = 0xFD2FB528;

    /** A frame that programs skip begins with it. */
    public static final int SKIPPABLE_MAGIC = 0x184D2A50;

    /** One segment: the window is the content, whose length follows in four bytes; no checksum. */
    private static final byte DESCRIPTOR = (byte) 0b1010_0000;

    private static final int BLOCK = 128 << 10;
    private static final int SIZE_SHIFT = 3;

    private static final int PIECES = 16;
    private static final int PIECE = 4 << 10;

    /** Less than a sixteenth is not worth the time. */
    private static final int WORTH = 16;

    private final OutputStream to;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final byte[] input = new byte[FRAME];
    private final byte[] output = new byte[(int) Zstd.compressBound(FRAME)];
    private final byte[] sample = new byte[PIECES * PIECE];
    private int filled;

    /** @param to is not closed; it gets a frame at a time */
    @SuppressWarnings("MissingSummary")
    public ZstdFrames(OutputStream to) {
        this.to = to;
        zstd.setLevel(LEVEL).setChecksum(true);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = offset, end = offset + length; at < end; ) {
            int count = Math.min(end - at, FRAME - filled);
            System.arraycopy(bytes, at, input, filled, count);
            filled += count;
            at += count;
            if (filled == FRAME) {
                endFrame();
            }
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Ends the last frame, and adds one that programs skip (RFC 8878, 3.1.2).
     *
     * @param skipped its content
     */
    public void finish(byte[] skipped) throws IOException {
        end();
        to.write(skippable(skipped));
    }

    /** Ends the last frame. */
    public void end() throws IOException {
        if (filled > 0) {
            endFrame();
        }
    }

    /** The frame that {@link #finish} adds. */
    public static byte[] skippable(byte[] skipped) {
        return littleEndian(2 * Integer.BYTES + skipped.length)
                .putInt(SKIPPABLE_MAGIC)
                .putInt(skipped.length)
                .put(skipped)
                .array();
    }

    private void endFrame() throws IOException {
        int length = compresses() ? zstd.compressByteArray(output, 0, output.length, input, 0, filled) : filled;
        if (length >= filled) {
            length = store();
        }
        to.write(output, 0, length);
        filled = 0;
    }

    /** By pieces from everywhere in it, as they compress together. */
    private boolean compresses() {
        if (filled <= sample.length) {
            return true;
        }
        int step = (filled - PIECE) / (PIECES - 1);
        for (int i = 0; i < PIECES; i++) {
            System.arraycopy(input, i * step, sample, i * PIECE, PIECE);
        }
        int length = zstd.compressByteArray(output, 0, output.length, sample, 0, sample.length);
        return length < sample.length - sample.length / WORTH;
    }

    private int store() {
        ByteBuffer frame = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).put(DESCRIPTOR).putInt(filled);
        for (int at = 0; at < filled; at += BLOCK) {
            int length = Math.min(BLOCK, filled - at);
            int last = at + length == filled ? 1 : 0;
            int header = length << SIZE_SHIFT | last; // the type between them is 0: raw
            frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
            frame.put(input, at, length);
        }
        return frame.position();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Frees memory outside of the heap. What is not finished is lost. */
    @Override
    public void close() {
        zstd.close();
    }
}
