package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What an attachment reads: packs that the state does not know, and all lists and manifests. Rows are sorted lines of {@link
 * StateTable#OBJECTS}, one of each key.
 *
 * @param fresh rows of what the state does not know
 * @param read rows of what is read
 * @param reads how many these are
 * @param knownPacks packs that are not read, as the state knows what they hold
 */
record AttachNeeds(Path fresh, Path read, long reads, long knownPacks) {
    /**
     * Finds it.
     *
     * @param store is asked only where roots name several versions of one key, as after a copy that was made again
     * @param rows of all that the roots need
     */
    static AttachNeeds find(ArchiveState state, ObjectStore store, Path rows, WorkFolder work) throws IOException {
        long knownPacks = 0;
        try (LineCursor all = new SortedLines(rows);
                LineCursor known = state.lines(StateTable.OBJECTS);
                SortedLinesWriter fresh = new SortedLinesWriter(work.disk(), work.file("fresh"));
                SortedLinesWriter read = new SortedLinesWriter(work.disk(), work.file("read"))) {
            while (!all.isAtEnd()) {
                String key = all.key();
                String line = oneOfKey(all, store);
                known.skipTo(key);
                boolean isPack = ArchivedTree.isPack(ObjectRow.parse(line));
                if (!known.isAt(key)) {
                    fresh.write(line);
                } else if (isPack) {
                    knownPacks++;
                }
                if (!isPack || !known.isAt(key)) {
                    read.write(line);
                }
            }
            known.drain();
            long reads = read.count();
            return new AttachNeeds(fresh.finish(), read.finish(), reads, knownPacks);
        }
    }

    /** Takes the rows of a key: the first of a version that is there, or the last one. */
    private static String oneOfKey(LineCursor all, ObjectStore store) throws IOException {
        String key = all.key();
        String line = all.take();
        while (all.isAt(key)) {
            String next = all.take();
            if (!next.equals(line) && !isThere(ObjectRow.parse(line), store)) {
                line = next;
            }
        }
        return line;
    }

    private static boolean isThere(ObjectRow row, ObjectStore store) {
        return store.find(row.key(), row.namedVersion()).filter(row::agrees).isPresent();
    }
}
