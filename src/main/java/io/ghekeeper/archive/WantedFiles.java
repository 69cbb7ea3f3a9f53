package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.volume.AppendStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The files that are to be fetched, by digest: sorted lines in a file of the work folder, which are found by a sparse index.
 * Memory holds a bit for each file, and 16 bytes for each 32 of them.
 */
final class WantedFiles implements AutoCloseable {
    private static final int BETWEEN = 32;
    private static final int KEY_DIGITS = 16;
    private static final int KEY = 64;
    private static final int HEX = 16;
    private static final int BLOCK = 8192;

    /** File systems give room by blocks of this size. */
    private static final int ROOM = 4096;

    private final WorkFolder work;
    private final LineSorter sorter;
    private Path file;
    private FileChannel opened;
    private long[] keys = new long[BETWEEN];
    private long[] offsets = new long[BETWEEN];
    private int blocks;
    private long room;
    private int count;
    private final BitSet done = new BitSet();

    WantedFiles(WorkFolder work) {
        this.work = work;
        this.sorter = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    /** A file that is wanted, and its place among all. */
    record WantedFile(int number, SealEntry entry) {}

    /** Takes files. */
    interface FileListener {
        void file(WantedFile file) throws IOException;
    }

    /**
     * Adds one.
     *
     * @param digest in hexadecimal
     * @param line of its list
     */
    synchronized void add(String digest, String line, long size) throws IOException {
        sorter.add(digest + " " + line);
        room += (size + ROOM - 1) / ROOM * ROOM;
    }

    /** What all of them take of a file system, in bytes. */
    long room() {
        return room;
    }

    int count() {
        return count;
    }

    /** After the last one. */
    void finish() throws IOException {
        file = work.file("wanted");
        long offset = 0;
        try (LineCursor lines = sorter.sorted();
                AppendStream to = new AppendStream(work.disk(), file)) {
            for (; !lines.isAtEnd(); lines.next()) {
                byte[] line = (lines.peek() + "\n").getBytes(StandardCharsets.ISO_8859_1);
                if (count % BETWEEN == 0) {
                    index(key(lines.key()), offset);
                }
                to.write(line, 0, line.length);
                offset += line.length;
                count = Math.addExact(count, 1);
            }
        }
        opened = FileChannel.open(file, StandardOpenOption.READ);
    }

    private void index(long key, long offset) {
        if (blocks == keys.length) {
            keys = Arrays.copyOf(keys, 2 * blocks);
            offsets = Arrays.copyOf(offsets, 2 * blocks);
        }
        keys[blocks] = key;
        offsets[blocks] = offset;
        blocks++;
    }

    private static long key(String digest) {
        return Long.parseUnsignedLong(digest, 0, KEY_DIGITS, HEX);
    }

    /** Hands on each file of this digest that was not claimed when this began. Several threads call it. */
    void find(String digest, FileListener listener) throws IOException {
        int block = before(key(digest));
        if (block < 0) {
            return;
        }
        WantedLines lines = new WantedLines(block);
        for (String line = lines.next(); line != null; line = lines.next()) {
            int order = line.substring(0, KEY).compareTo(digest);
            if (order > 0) {
                return;
            }
            if (order == 0 && !isDone(lines.number())) {
                listener.file(new WantedFile(lines.number(), ContentEntries.parse(line.substring(KEY + 1))));
            }
        }
    }

    /** The last block that begins before the first line of this key; the first block where none does. */
    private int before(long key) {
        int low = 0;
        int high = blocks - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(keys[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return blocks == 0 ? -1 : Math.max(0, high);
    }

    /** Whether any file of this digest is not there yet. */
    boolean isMissing(String digest) throws IOException {
        boolean[] found = new boolean[1];
        find(digest, file -> found[0] = true);
        return found[0];
    }

    /** Hands on all that nothing claimed. */
    void missing(FileListener listener) throws IOException {
        if (count == 0) {
            return;
        }
        WantedLines lines = new WantedLines(0);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!isDone(lines.number())) {
                listener.file(new WantedFile(lines.number(), ContentEntries.parse(line.substring(KEY + 1))));
            }
        }
    }

    synchronized boolean isDone(int number) {
        return done.get(number);
    }

    /** Whether the caller is the one who writes it. */
    synchronized boolean claim(int number) {
        boolean free = !done.get(number);
        done.set(number);
        return free;
    }

    /** It was not written after all. */
    synchronized void release(int number) {
        done.clear(number);
    }

    synchronized boolean isComplete() {
        return done.cardinality() == count;
    }

    /** Lines from a block on. */
    private final class WantedLines {
        private long offset;
        private final byte[] buffer = new byte[BLOCK];
        private final StringBuilder line = new StringBuilder();
        private int number;
        private int place;
        private int length;

        WantedLines(int block) {
            offset = offsets[block];
            number = block * BETWEEN - 1;
        }

        int number() {
            return number;
        }

        /** The next one; null after the last. */
        String next() throws IOException {
            line.setLength(0);
            while (true) {
                if (place == length) {
                    length = Math.max(0, opened.read(ByteBuffer.wrap(buffer), offset));
                    offset += length;
                    place = 0;
                    if (length == 0) {
                        return ended();
                    }
                }
                int begin = place;
                while (place < length && buffer[place] != '\n') {
                    place++;
                }
                line.append(new String(buffer, begin, place - begin, StandardCharsets.ISO_8859_1));
                if (place < length) {
                    place++;
                    number++;
                    return line.toString();
                }
            }
        }

        private String ended() throws EOFException {
            if (line.length() > 0) {
                throw new EOFException(file + " is cut off");
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
        if (file != null) {
            work.disk().delete(file);
        }
    }
}
