package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.StoreCopy.CopyItem;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Copies the objects of some snapshots, each once, and notes how the other store has them. It asks the store for those that
 * {@link CopyRecord} does not have. What is there with the right length and checksum is not sent again. One that cannot be read
 * is a warning: the snapshots that need it get no root.
 */
final class CopiedObjects {
    /** Packs first: a list is of no use without them. */
    private static final List<String> ORDER = List.of(PackBuilder.FOLDER + "/", "units/", "manifests/");

    private final ArchiveSetting target;
    private final ObjectReader source;
    private final FileSender sender;
    private final CopyRecord record;
    private final LineSorter answers;
    private Optional<Instant> until;
    private FailureKind worst = FailureKind.STORE_FAILED;
    private Path file;

    CopiedObjects(ArchiveSetting target, ObjectReader source, FileSender sender, CopyRecord record) {
        this.target = target;
        this.source = source;
        this.sender = sender;
        this.record = record;
        this.answers = new LineSorter(source.work(), ArchiveSetting.SORTED_IN_MEMORY);
        this.until = target.locks().until();
    }

    /** Does it. */
    void copy(List<CopyItem> items) throws IOException, InterruptedException {
        Path needed = needed(items);
        for (String folder : ORDER) {
            copy(folder, needed);
        }
        file = answers.sortedFile();
        record.add(file);
    }

    /** Sorted lines of {@link StateTable#OBJECTS}: what the other store has of them now. */
    Path file() {
        return file;
    }

    /** Until when they are locked; nothing where they are not. */
    Optional<Instant> until() {
        return until;
    }

    /**
     * Extends locks that became too short on the way: a first copy may take days. A failure fails the run: no root is written.
     */
    void extendLocks() throws IOException, InterruptedException {
        Optional<ObjectLocks.ShortLocks> due = target.locks()
                .shortLocks()
                .filter(locks -> until.filter(locks.isShort()).isPresent());
        if (due.isPresent()) {
            Instant end = due.get().until();
            try (PackLanes lanes = lanes()) {
                target.locks().extend(file, end, lanes, source.progress());
            }
            until = Optional.of(end);
        }
    }

    /**
     * What is wrong with those that are not copied: ARCHIVE_DAMAGED as soon as one is lost or damaged; else why the store did not
     * give one.
     */
    synchronized FailureKind worst() {
        return worst;
    }

    private PackLanes lanes() {
        return new PackLanes(target.options().lanes(), source.progress());
    }

    private Path needed(List<CopyItem> items) throws IOException {
        LineSorter needed = new LineSorter(source.work(), ArchiveSetting.SORTED_IN_MEMORY);
        for (CopyItem item : items) {
            try (LineCursor rows = new SortedLines(item.root().rows())) {
                while (!rows.isAtEnd()) {
                    needed.add(rows.take());
                }
            }
        }
        return needed.sortedFile();
    }

    private void copy(String folder, Path needed) throws IOException, InterruptedException {
        try (PackLanes lanes = lanes();
                LineCursor rows = new SortedLines(needed);
                LineCursor there = record.rows();
                LineCursor covered = record.covered()) {
            ObjectCopy copy = new ObjectCopy(target, source, sender, until);
            for (String last = ""; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (row.key().text().startsWith(folder) && !row.key().text().equals(last)) {
                    Optional<ObjectRow> known = known(row, there);
                    covered.skipTo(row.key().text());
                    boolean isCovered = covered.isAt(row.key().text());
                    lanes.submit(() -> copy(row, known, copy, isCovered));
                }
                last = row.key().text();
            }
            there.drain();
            covered.drain();
            lanes.finish();
        }
    }

    private static Optional<ObjectRow> known(ObjectRow row, LineCursor there) throws IOException {
        there.skipTo(row.key().text());
        return there.isAt(row.key().text())
                ? Optional.of(ObjectRow.parse(there.peek()))
                        .filter(same ->
                                same.length() == row.length() && same.sha256().equals(row.sha256()))
                : Optional.empty();
    }

    private void copy(ObjectRow row, Optional<ObjectRow> known, ObjectCopy copy, boolean isCovered) throws IOException {
        try {
            ObjectRow answer = known.isPresent() ? known.get() : copy.answer(row, isCovered);
            until.filter(end -> !answer.isLockedUntil(end))
                    .ifPresent(end -> target.store().retain(row.key(), answer.namedVersion(), end));
            note(until.map(end -> answer.isLockedUntil(end) ? answer : answer.locked(end))
                    .orElse(answer));
        } catch (UnreadableObjectException e) {
            passOver(e);
        }
        source.progress().answered();
    }

    private synchronized void passOver(UnreadableObjectException e) {
        target.warnings().accept("an object is not copied: " + e.getMessage());
        if (!(e.getCause() instanceof Failure refused)) {
            worst = FailureKind.ARCHIVE_DAMAGED;
        } else if (worst != FailureKind.ARCHIVE_DAMAGED) {
            worst = refused.kind();
        }
    }

    private synchronized void note(ObjectRow row) throws IOException {
        answers.add(row.line());
    }
}
