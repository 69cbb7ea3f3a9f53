package io.ghekeeper.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sees whether what passes is the output of age for an input of some length: a program of another kind, or one that is cut off
 * without an error, is noticed before anything relies on what it wrote.
 *
 * <p>The format is that of age-encryption.org/v1: a header of text, a nonce of 16 bytes, and chunks of 64 KiB with 16 more bytes
 * each. An empty input has one chunk.
 */
final class AgeFormatCheck extends OutputStream {
    private static final byte[] BEGIN = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 16;
    private static final int TAG = 16;
    private static final int CHUNK = 64 << 10;

    private final OutputStream to;
    private final byte[] begin = new byte[BEGIN.length];
    private long length;

    AgeFormatCheck(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (length < begin.length) {
            System.arraycopy(bytes, offset, begin, (int) length, (int) Math.min(count, begin.length - length));
        }
        length += count;
        to.write(bytes, offset, count);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Requires that all of the output has passed.
     *
     * @param plain length of the input, in bytes
     * @throws IOException when it has not
     */
    void require(long plain) throws IOException {
        long chunks = Math.max(1, (plain + CHUNK - 1) / CHUNK);
        if (!Arrays.equals(begin, BEGIN)) {
            throw new IOException("what age wrote is not in the format of age");
        }
        if (length <= BEGIN.length + NONCE + plain + chunks * TAG) {
            throw new IOException("age read " + plain + " bytes, and wrote " + length + " only");
        }
    }
}
