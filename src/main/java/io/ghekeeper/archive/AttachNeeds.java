package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
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
    /** @param rows of all that the roots need */
    @SuppressWarnings("MissingSummary")
    static AttachNeeds find(ArchiveState state, Path rows, WorkFolder work) throws IOException {
        long knownPacks = 0;
        try (LineCursor all = new SortedLines(rows);
                LineCursor known = state.lines(StateTable.OBJECTS);
                SortedLinesWriter fresh = new SortedLinesWriter(work.disk(), work.file("fresh"));
                SortedLinesWriter read = new SortedLinesWriter(work.disk(), work.file("read"))) {
            for (String last = ""; !all.isAtEnd(); all.next()) {
                String key = all.key();
                if (!key.equals(last)) {
                    known.skipTo(key);
                    boolean isPack = ArchivedTree.isPack(ObjectRow.parse(all.peek()));
                    if (!known.isAt(key)) {
                        fresh.write(all.peek());
                    } else if (isPack) {
                        knownPacks++;
                    }
                    if (!isPack || !known.isAt(key)) {
                        read.write(all.peek());
                    }
                }
                last = key;
            }
            known.drain();
            long reads = read.count();
            return new AttachNeeds(fresh.finish(), read.finish(), reads, knownPacks);
        }
    }
}
