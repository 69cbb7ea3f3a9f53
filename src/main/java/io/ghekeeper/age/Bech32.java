package io.ghekeeper.age;

/**
 * The checksum of text in Bech32 (BIP 173), which finds up to four wrong characters. No library here has it, and age says only
 * that a recipient is malformed, when a run has begun.
 */
final class Bech32 {
    private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BITS = 5;
    private static final int CHECKSUM = 6;
    private static final int REST = 25;
    private static final int MASK = (1 << BITS) - 1;
    private static final int BYTE = 8;

    private Bech32() {}

    /** Whether it is right, and whole bytes: a prefix, {@code 1}, and data with its checksum, in small letters. */
    static boolean isValid(String text) {
        int separator = text.lastIndexOf('1');
        int data = text.length() - separator - 1 - CHECKSUM;
        if (separator < 1 || data < 0) {
            return false;
        }
        int sum = 1;
        for (int i = 0; i < separator; i++) {
            sum = next(sum, text.charAt(i) >> BITS);
        }
        sum = next(sum, 0);
        for (int i = 0; i < separator; i++) {
            sum = next(sum, text.charAt(i) & MASK);
        }
        int last = 0;
        for (int i = separator + 1; i < text.length(); i++) {
            int value = CHARACTERS.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            last = i < separator + 1 + data ? value : last;
            sum = next(sum, value);
        }
        int unused = data * BITS % BYTE;
        return sum == 1 && unused < BITS && (last & ((1 << unused) - 1)) == 0;
    }

    private static int next(int sum, int value) {
        int top = sum >>> REST;
        int next = (sum & ((1 << REST) - 1)) << BITS ^ value;
        for (int i = 0; i < BITS; i++) {
            next ^= (top >> i & 1) * GENERATOR[i];
        }
        return next;
    }
}
