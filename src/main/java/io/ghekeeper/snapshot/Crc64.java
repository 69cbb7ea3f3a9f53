package io.ghekeeper.snapshot;

/** CRC-64 as Redis has it (Jones): reflected, polynomial 0xad93d23594c935a9, no XOR before or after. */
final class Crc64 {
    private static final long POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);
    private static final long[] TABLE = table();

    private long value;

    /** Adds the first ones, so many. */
    void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            value = TABLE[(int) ((value ^ bytes[i]) & 0xff)] ^ value >>> 8;
        }
    }

    long value() {
        return value;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long entry = i;
            for (int bit = 0; bit < 8; bit++) {
                entry = (entry & 1) == 0 ? entry >>> 1 : entry >>> 1 ^ POLYNOMIAL;
            }
            table[i] = entry;
        }
        return table;
    }
}
