package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The versions in the other store that copies asked for, one by one, and found with the right length and checksum, with the
 * locks that they were given: lines of {@link StateTable#OBJECTS} in {@link StoreLines}. What one list of the store shows with
 * the same version, length and etag is not asked for again. Without the record, each is.
 */
final class CopyRecord {
    private final ArchiveSetting target;
    private final WorkFolder work;
    private final StoreLines lines;
    private final Instant looked;
    private Path there;

    /** Reads it, and lists the store once, where anything is recorded. */
    CopyRecord(ArchiveSetting target, WorkFolder work, ArchiveProgress progress) throws IOException {
        this.target = target;
        this.work = work;
        this.lines = new StoreLines(
                target.disk(),
                target.folder(),
                "copy",
                target.options().store(),
                damaged -> target.warnings().accept(damaged + "; each object is asked for again"));
        this.looked = target.store().now();
        this.there = listed(progress);
    }

    /** Since when, by the store's clock, all that is relied on was seen there. */
    Instant looked() {
        return looked;
    }

    /** What is there as it was recorded, and what was added since; one row for each key. */
    LineCursor rows() throws IOException {
        return new SortedLines(there);
    }

    private Path listed(ArchiveProgress progress) throws IOException {
        Path needed;
        long count;
        try (LineCursor rows = lines.read();
                SortedLinesWriter names = new SortedLinesWriter(work.disk(), work.file("needed"))) {
            for (; !rows.isAtEnd(); rows.next()) {
                names.write(new NeededObject(ObjectRow.parse(rows.peek()), List.of(0)).line());
            }
            count = names.count();
            needed = names.finish();
        }
        return count == 0 ? needed : confirmed(needed, progress);
    }

    private Path confirmed(Path needed, ArchiveProgress progress) throws IOException {
        try (LineCursor rows = lines.read();
                SortedLinesWriter found = new SortedLinesWriter(work.disk(), work.file("confirmed"))) {
            StoreListing.compare(
                    needed,
                    target.store(),
                    (object, confirmed) -> {
                        if (confirmed) {
                            rows.skipTo(object.row().key().text());
                            found.write(rows.peek());
                        }
                    },
                    progress);
            return found.finish();
        }
    }

    /**
     * Adds what is there now. It takes the place of what is known of these.
     *
     * @param answers sorted rows, one for each key
     */
    void add(Path answers) throws IOException {
        try (LineCursor now = new SortedLines(answers);
                LineCursor before = rows();
                SortedLinesWriter all = new SortedLinesWriter(work.disk(), work.file("there"))) {
            for (; !now.isAtEnd(); now.next()) {
                for (; !before.isAtEnd() && before.key().compareTo(now.key()) < 0; before.next()) {
                    all.write(before.peek());
                }
                if (before.isAt(now.key())) {
                    before.next();
                }
                all.write(now.peek());
            }
            for (; !before.isAtEnd(); before.next()) {
                all.write(before.peek());
            }
            there = all.finish();
        }
    }

    /** Writes it for the next copy. */
    void write() throws IOException {
        PrivateFolder.make(target.disk(), target.folder());
        try (LineCursor rows = rows()) {
            lines.replace(rows);
        }
    }
}
