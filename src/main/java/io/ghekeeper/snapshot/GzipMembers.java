package io.ghekeeper.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What a gzip file (RFC 1952) unpacks to: all its members, one after the other. Java's own stream calls itself for each empty
 * member, and so ends with its stack at some thousands of them.
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int TIME_AND_SYSTEM = 6;

    private final InputStream packed;
    private final byte[] input = new byte[BUFFER];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private int at;
    private int end;
    private boolean within;
    private boolean ended;
    private boolean foreign;

    /**
     * Begins with the first header.
     *
     * @param packed is not closed with this
     * @throws EOFException here and at each read, when the file is cut off
     * @throws ZipException here and at each read, when it is damaged
     */
    GzipMembers(InputStream packed) throws IOException {
        this.packed = packed;
        header(number(2));
    }

    /** At the end: whether other bytes than zeros are behind the last member. gzip(1) warns of them. */
    boolean hasForeignEnd() {
        return foreign;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        while (!ended) {
            if (!within) {
                next();
                continue;
            }
            int count = inflate(bytes, from, most);
            if (count > 0) {
                sum.update(bytes, from, count);
                return count;
            }
            if (inflater.finished()) {
                at = end - inflater.getRemaining();
                trailer();
            } else if (inflater.needsDictionary()) {
                throw new ZipException();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException();
                }
                inflateRest();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int from, int most) throws ZipException {
        try {
            return inflater.inflate(bytes, from, most);
        } catch (DataFormatException broken) {
            throw new ZipException();
        }
    }

    /** Goes to the next member, past the zeros that tapes leave, or ends. */
    private void next() throws IOException {
        int one = byteOrEnd();
        while (one == 0) {
            one = byteOrEnd();
        }
        int two = one < 0 ? -1 : byteOrEnd();
        int magic = two << Byte.SIZE | one;
        ended = two < 0 || magic != MAGIC;
        foreign = ended && one >= 0;
        if (ended) {
            drain();
        } else {
            header(magic);
        }
    }

    /** Who checks the whole file reads what is behind its end, too. */
    private void drain() throws IOException {
        while (fill()) {
            // of no use here
        }
    }

    private void header(long magic) throws IOException {
        if (magic != MAGIC || number(1) != DEFLATE) {
            throw new ZipException();
        }
        long flags = number(1);
        number(TIME_AND_SYSTEM);
        if ((flags & EXTRA) != 0) {
            for (long left = number(2); left > 0; left--) {
                number(1);
            }
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && number(1) != 0) {
                // of no use here
            }
        }
        if ((flags & HEADER_CHECK) != 0) {
            number(2);
        }
        inflater.reset();
        inflateRest();
        sum.reset();
        within = true;
    }

    private void trailer() throws IOException {
        long expected = number(Integer.BYTES);
        long length = number(Integer.BYTES);
        if (expected != sum.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException();
        }
        within = false;
    }

    /** Of so many bytes, the lowest first. */
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int one = byteOrEnd();
            if (one < 0) {
                throw new EOFException();
            }
            number |= (long) one << (Byte.SIZE * i);
        }
        return number;
    }

    private int byteOrEnd() throws IOException {
        return at < end || fill() ? input[at++] & 0xff : -1;
    }

    /** Whether there is more. */
    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, packed.read(input));
        return end > 0;
    }

    /** Hands all that is left of the input to the inflater. */
    private void inflateRest() {
        inflater.setInput(input, at, end - at);
        at = end;
    }

    /** Frees what is outside of Java's heap. */
    @Override
    public void close() {
        inflater.end();
    }
}
