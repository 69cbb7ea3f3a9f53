package io.ghekeeper.lab;

import java.util.Random;

/** Contents of files, the same for each length. */
public final class SampleContent {
    private SampleContent() {}

    /** What does not compress. */
    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** What compresses. */
    public static byte[] text(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i / 100 % 26);
        }
        return bytes;
    }
}
