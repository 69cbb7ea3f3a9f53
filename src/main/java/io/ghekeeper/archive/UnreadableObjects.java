package io.ghekeeper.archive;

import io.ghekeeper.age.UnfittingIdentityException;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The objects that an attachment could not read. They go into the record of doubts: what is packed again may have the same name,
 * and the store would have it already. Several threads add some.
 */
final class UnreadableObjects {
    private final LookRecord record;
    private final LineSorter keys;
    private final LineSorter doubts;
    private long count;

    UnreadableObjects(LookRecord record, WorkFolder work) {
        this.record = record;
        this.keys = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        this.doubts = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    synchronized void add(UnreadableObjectException e) throws IOException {
        count++;
        if (!(e instanceof UnfittingIdentityException)) { // it is whole, for others
            keys.add(e.object());
        }
    }

    synchronized long count() {
        return count;
    }

    /**
     * Adds those that are there to the doubts that are known; once. What is missing is sent again, by the same name.
     *
     * @param rows sorted lines of {@link StateTable#OBJECTS}: all that the roots need
     */
    void record(ObjectStore store, Path rows) throws IOException {
        if (keys.count() == 0) {
            return;
        }
        try (LineCursor known = record.doubts()) {
            while (!known.isAtEnd()) {
                doubts.add(known.take());
            }
        }
        try (LineCursor unreadable = keys.sorted();
                LineCursor all = new SortedLines(rows)) {
            for (; !all.isAtEnd(); all.next()) {
                unreadable.skipTo(all.key());
                ObjectRow row = ObjectRow.parse(all.peek());
                if (unreadable.isAt(all.key())
                        && store.find(row.key(), row.namedVersion()).isPresent()) {
                    doubts.add(row.name() + " " + ObjectFault.DAMAGED.word());
                }
            }
            unreadable.drain();
        }
        try (LineCursor sorted = doubts.sorted()) {
            record.replaceDoubts(sorted);
        }
    }
}
