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
 * the same version, length and etag is not asked for again. Without the record, each is. Where the list shows something else in
 * the place of one, that is remembered until the object is proven again.
 */
final class CopyRecord {
    private final ArchiveSetting target;
    private final WorkFolder work;
    private final StoreLines lines;
    private final Instant looked;
    private Path there;
    private Path covered;

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
        list(progress);
    }

    /** Since when, by the store's clock, all that is relied on was seen there. */
    Instant looked() {
        return looked;
    }

    /** What is there as it was recorded, and what was added since; one row for each key. */
    LineCursor rows() throws IOException {
        return new SortedLines(there);
    }

    /** Where the list shows something else than was recorded, as it was recorded. */
    LineCursor covered() throws IOException {
        return new SortedLines(covered);
    }

    private void list(ArchiveProgress progress) throws IOException {
        try (LineCursor rows = lines.read();
                SortedLinesWriter names = new SortedLinesWriter(work.disk(), work.file("needed"))) {
            for (; !rows.isAtEnd(); rows.next()) {
                names.write(new NeededObject(ObjectRow.parse(rows.peek()), List.of(0)).line());
            }
            there = names.finish();
            covered = there;
            if (names.count() > 0) {
                compare(there, progress);
            }
        }
    }

    private void compare(Path needed, ArchiveProgress progress) throws IOException {
        try (LineCursor rows = lines.read();
                SortedLinesWriter confirmed = new SortedLinesWriter(work.disk(), work.file("confirmed"));
                SortedLinesWriter others = new SortedLinesWriter(work.disk(), work.file("covered"))) {
            StoreListing.compare(
                    needed,
                    target.store(),
                    (object, shown) -> {
                        rows.skipTo(object.row().key().text());
                        switch (shown) {
                            case CONFIRMED -> confirmed.write(rows.peek());
                            case COVERED -> others.write(rows.peek());
                            case NOTHING -> {} // it is sent again, or not needed
                        }
                    },
                    progress);
            there = confirmed.finish();
            covered = others.finish();
        }
    }

    /**
     * Adds what is there now. It takes the place of what is known of these.
     *
     * @param answers sorted rows, one for each key
     */
    void add(Path answers) throws IOException {
        there = over(answers, there);
    }

    /** Those of the first, and of the second what the first has not. */
    private Path over(Path first, Path second) throws IOException {
        try (LineCursor now = new SortedLines(first);
                LineCursor before = new SortedLines(second);
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
            return all.finish();
        }
    }

    /** Writes it for the next copy. */
    void write() throws IOException {
        PrivateFolder.make(target.disk(), target.folder());
        try (LineCursor rows = new SortedLines(over(there, covered))) {
            lines.replace(rows);
        }
    }
}
