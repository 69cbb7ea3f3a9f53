package io.ghekeeper.archive;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Which content is known, in little memory: a Bloom filter. What was added is always known. Of other content, less than one file
 * in a hundred seems to be known where there are up to seven million. One thread at a time uses it.
 */
final class KnownContent {
    private static final int DIGEST = 32;
    private static final int PROBES = 6;
    private static final int BITS_EACH = 12;
    private static final long ALLOWANCE = 500_000;
    private static final long MOST_BITS = 1L << 26;

    private final long[] words;
    private final long mask;

    /** @param expected how many will be added at least */
    @SuppressWarnings("MissingSummary")
    KnownContent(long expected) {
        long wanted = Math.min(MOST_BITS, (expected + ALLOWANCE) * BITS_EACH);
        long bits = Long.highestOneBit(wanted);
        bits = Math.min(MOST_BITS, bits < wanted ? bits << 1 : bits);
        this.words = new long[(int) (bits / Long.SIZE)];
        this.mask = bits - 1;
    }

    /**
     * Adds a file's content.
     *
     * @param sha256 of it
     * @return false where it was known, or seems to be
     */
    boolean add(byte[] sha256) {
        // A digest is random already.
        ByteBuffer digest = ByteBuffer.wrap(sha256);
        long place = digest.getLong();
        long step = digest.getLong() | 1;
        boolean added = false;
        for (int i = 0; i < PROBES; i++, place += step) {
            long bit = place & mask;
            int word = (int) (bit / Long.SIZE);
            long one = 1L << bit;
            added |= (words[word] & one) == 0;
            words[word] |= one;
        }
        return added;
    }

    /** Adds that of a line of {@link StateTable#CONTENTS}. */
    void addLine(String line) {
        add(HexFormat.of().parseHex(line, 0, 2 * DIGEST));
    }
}
