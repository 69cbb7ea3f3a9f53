package io.ghekeeper.lines;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines in memory, as bytes in one piece: an object for each would be most of the work of the collector. They are sorted by
 * a merge sort of a few lines, as compiling Java's own takes longer than what an archive run sorts.
 */
final class HeldLines {
    /** What a line costs besides its bytes: where it begins, and its place twice. */
    private static final int LINE = 3 * Integer.BYTES;

    private static final int LINES = 64;
    private static final int BYTES = 4 << 10;

    private byte[] bytes = new byte[BYTES];
    private int[] begins = new int[LINES + 1];
    private int count;
    private int[] order = {};

    /** @param length of the line, which {@code line} begins with */
    @SuppressWarnings("MissingSummary")
    void add(byte[] line, int length) {
        int begin = begins[count];
        if (bytes.length - begin < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, begin + length));
        }
        if (count + 1 == begins.length) {
            begins = Arrays.copyOf(begins, 2 * begins.length);
        }
        System.arraycopy(line, 0, bytes, begin, length);
        count++;
        begins[count] = begin + length;
    }

    /** What they take of the memory, in bytes. */
    long size() {
        return begins[count] + (long) LINE * count;
    }

    /** All of them in order; equal ones come once. None is added any more. */
    LineCursor sorted() {
        return new HeldCursor();
    }

    /** What they would take if each were there once. */
    long distinctSize() {
        sort();
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += isFirst(i) ? begins[order[i] + 1] - begins[order[i]] + LINE : 0;
        }
        return size;
    }

    /** A copy in which each is once. */
    HeldLines withoutEqual() {
        sort();
        HeldLines once = new HeldLines();
        for (int i = 0; i < count; i++) {
            if (isFirst(i)) {
                byte[] line = Arrays.copyOfRange(bytes, begins[order[i]], begins[order[i] + 1]);
                once.add(line, line.length);
            }
        }
        return once;
    }

    private boolean isFirst(int place) {
        return place == 0 || compare(order[place - 1], order[place]) != 0;
    }

    private void sort() {
        if (order.length == count) {
            return;
        }
        int[] sorted = new int[count];
        Arrays.setAll(sorted, i -> i);
        int[] merged = new int[count];
        for (int width = 1; width < count; width *= 2) {
            for (int begin = 0; begin < count; begin += 2 * width) {
                merge(sorted, merged, begin, Math.min(count, begin + width), Math.min(count, begin + 2 * width));
            }
            int[] before = sorted;
            sorted = merged;
            merged = before;
        }
        order = sorted;
    }

    private void merge(int[] from, int[] to, int begin, int middle, int end) {
        if (middle == end || compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, begin, to, begin, end - begin);
            return;
        }
        int left = begin;
        int right = middle;
        for (int at = begin; at < end; at++) {
            boolean isLeft = right == end || (left < middle && compare(from[left], from[right]) <= 0);
            to[at] = isLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int left, int right) {
        return Arrays.compareUnsigned(bytes, begins[left], begins[left + 1], bytes, begins[right], begins[right + 1]);
    }

    private String line(int number) {
        return new String(bytes, begins[number], begins[number + 1] - begins[number], StandardCharsets.ISO_8859_1);
    }

    private final class HeldCursor implements LineCursor {
        private int place;
        private String line;

        HeldCursor() {
            sort();
            this.line = count == 0 ? null : line(order[0]);
        }

        @Override
        public String peek() {
            return line;
        }

        @Override
        public void next() {
            do {
                place++;
            } while (place < count && !isFirst(place));
            line = place < count ? line(order[place]) : null;
        }

        @Override
        public void close() {}
    }
}
