package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What an earlier root names, and a later one does not. A forged root may name real objects, but too few: what remains of packs
 * and of lists is looked at each for itself, because lists are small.
 */
final class ReleasedBytes {
    private final NamedBytes packs = new NamedBytes();
    private final NamedBytes lists = new NamedBytes();
    private long all;

    private static final class NamedBytes {
        private long named;
        private long released;

        boolean isMost() {
            return released > named / 2;
        }
    }

    private ReleasedBytes() {}

    /**
     * Compares the two.
     *
     * @param before lines {@code <word of an object> <bytes>}
     * @param after of {@link LaterRoot#rows}
     */
    static ReleasedBytes of(Path before, Path after) throws IOException {
        ReleasedBytes found = new ReleasedBytes();
        try (LineCursor earlier = new SortedLines(before);
                LineCursor later = new SortedLines(after)) {
            for (String last = ""; !earlier.isAtEnd(); earlier.next()) {
                String word = earlier.key();
                later.skipTo(word);
                if (!word.equals(last)) {
                    found.add(word, Long.parseLong(earlier.peek().substring(word.length() + 1)), later.isAt(word));
                }
                last = word;
            }
            later.drain();
        }
        return found;
    }

    private void add(String word, long bytes, boolean stays) {
        all += stays ? 0 : bytes;
        if (word.startsWith(PackBuilder.FOLDER + "/")) {
            add(packs, bytes, stays);
        } else if (word.startsWith("units/")) {
            add(lists, bytes, stays);
        }
    }

    private static void add(NamedBytes kind, long bytes, boolean stays) {
        kind.named += bytes;
        kind.released += stays ? 0 : bytes;
    }

    /** Manifests among them: each root has one of its own. */
    long all() {
        return all;
    }

    boolean isMost() {
        return packs.isMost() || lists.isMost();
    }
}
