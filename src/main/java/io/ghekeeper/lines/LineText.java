package io.ghekeeper.lines;

import java.util.Arrays;

/** A line that is put together from words, again and again, without an object for each. Of ASCII. */
public final class LineText {
    private static final int BASE = 10;
    private static final int BYTES = 256;

    private byte[] bytes = new byte[BYTES];
    private int length;

    /** Begins a new line. */
    public void clear() {
        length = 0;
    }

    /** Adds a letter. */
    public void add(char letter) {
        extend(1);
        bytes[length - 1] = (byte) letter;
    }

    /** Adds a text. */
    public void add(String text) {
        add(text, 0, text.length());
    }

    /** Adds a part of a text. */
    public void add(String text, int begin, int end) {
        extend(end - begin);
        for (int from = begin, to = length - (end - begin); from < end; from++, to++) {
            bytes[to] = (byte) text.charAt(from);
        }
    }

    /** Adds a number with so many digits. */
    public void add(long number, int digits) {
        extend(digits);
        long rest = number;
        for (int at = length - 1; at >= length - digits; at--) {
            bytes[at] = (byte) ('0' + rest % BASE);
            rest /= BASE;
        }
    }

    private void extend(int by) {
        length += by;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
    }

    /** The line is at its begin. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of the line, in bytes. */
    public int length() {
        return length;
    }
}
