package io.ghekeeper.seal;

import io.ghekeeper.text.BoundedLines;
import java.io.IOException;
import java.util.Arrays;

/**
 * The inodes of a unit's files that have more than one name on their file system: nearly all of these names are in other
 * snapshots. Where two of them are in this unit, its list says so: see {@link NameMark}. So many inodes are in memory; where
 * there are more, the list of inodes is read again, once for each part of them.
 */
final class LinkedInodes {
    /** 8 MiB. */
    static final int MOST = 1 << 20;

    private static final int FIRST = 64;

    /** 2^64 by the golden ratio, as in Fibonacci hashing. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int most;
    private long[] inodes = new long[FIRST];
    private int held;
    private long count;

    LinkedInodes() {
        this(MOST);
    }

    /** @param most that are in memory */
    @SuppressWarnings("MissingSummary")
    LinkedInodes(int most) {
        this.most = most;
    }

    void add(long inode) {
        count++;
        if (count <= most) {
            hold(inode);
        }
    }

    private void hold(long inode) {
        if (held == inodes.length) {
            inodes = Arrays.copyOf(inodes, 2 * held);
        }
        inodes[held++] = inode;
    }

    /**
     * Marks the names of one file, where a file has several.
     *
     * @param entries the list, after its last line
     * @param numbers the inodes of its files
     * @param files how many these are
     * @return the list as it is, or another one in its place
     */
    ListWriter mark(ListWriter entries, ListWriter numbers, long files) throws IOException {
        if (count <= most) {
            return marked(entries, numbers);
        }
        ListWriter marked = entries;
        long parts = 1 + 2 * files / most;
        for (long part = 0; part < parts; part++) {
            hold(numbers, part, parts);
            marked = marked(marked, numbers);
        }
        return marked;
    }

    private void hold(ListWriter numbers, long part, long parts) throws IOException {
        held = 0;
        try (BoundedLines lines = new BoundedLines(numbers.written())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                long inode = Long.parseLong(line);
                if (part(inode, parts) == part) {
                    hold(inode);
                }
            }
        }
    }

    /** Numbers of inodes may come in steps: without this, all could be of one part. */
    static long part(long inode, long parts) {
        return ((inode * SPREAD) >>> Integer.SIZE) % parts;
    }

    private ListWriter marked(ListWriter entries, ListWriter numbers) throws IOException {
        Arrays.sort(inodes, 0, held);
        long[] shared = shared();
        return shared.length == 0 ? entries : marked(entries, numbers, shared);
    }

    /** Those that come more than once, each once, in order. */
    private long[] shared() {
        int found = 0;
        for (int i = 1; i < held; i++) {
            if (inodes[i] == inodes[i - 1] && (found == 0 || inodes[found - 1] != inodes[i])) {
                inodes[found++] = inodes[i];
            }
        }
        return Arrays.copyOf(inodes, found);
    }

    private static ListWriter marked(ListWriter entries, ListWriter numbers, long[] shared) throws IOException {
        long[] marks = new long[shared.length];
        ListWriter marked = entries.another();
        try (BoundedLines lines = new BoundedLines(entries.written());
                BoundedLines inodes = new BoundedLines(numbers.written())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                int at = SealedLines.isFile(line) ? Arrays.binarySearch(shared, Long.parseLong(inodes.next())) : -1;
                if (at >= 0 && marks[at] == 0) {
                    marks[at] = NameMark.of(MtreeLine.firstPath(line));
                }
                marked.write((at < 0 ? line : NameMark.with(line, marks[at])) + "\n");
            }
        }
        entries.discard();
        return marked;
    }
}
