package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Arrays;

/**
 * Which lists are named by seals: eight bytes of each list's SHA-256. Where two begin with the same eight, one that no seal
 * names stays.
 */
final class NamedLists {
    private static final int DIGITS = 16;

    private long[] begins = new long[1024];
    private int count;
    private int sorted;

    /** @throws IOException when that is no SHA-256 */
    @SuppressWarnings("MissingSummary")
    void add(String sha256) throws IOException {
        if (count == begins.length) {
            compact();
            begins = count > begins.length / 2 ? Arrays.copyOf(begins, 2 * begins.length) : begins;
        }
        try {
            begins[count++] = Long.parseUnsignedLong(sha256, 0, DIGITS, DIGITS);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("names a list by what is no SHA-256", e);
        }
    }

    boolean has(String sha256) {
        compact();
        return Arrays.binarySearch(begins, 0, count, Long.parseUnsignedLong(sha256, 0, DIGITS, DIGITS)) >= 0;
    }

    /** Takes away what is there twice. */
    void compact() {
        if (sorted == count) {
            return;
        }
        Arrays.sort(begins, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || begins[i] != begins[i - 1]) {
                begins[kept++] = begins[i];
            }
        }
        count = kept;
        sorted = kept;
    }
}
