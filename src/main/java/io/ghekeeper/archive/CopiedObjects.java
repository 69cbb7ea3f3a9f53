package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.StoreCopy.CopyItem;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.store.StoredObject;
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
                LineCursor there = record.rows()) {
            for (String last = ""; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (row.key().text().startsWith(folder) && !row.key().text().equals(last)) {
                    Optional<ObjectRow> known = known(row, there);
                    lanes.submit(() -> copy(row, known));
                }
                last = row.key().text();
            }
            there.drain();
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

    private void copy(ObjectRow row, Optional<ObjectRow> known) throws IOException {
        try {
            ObjectRow answer = known.isPresent() ? known.get() : asked(row);
            until.filter(end -> !answer.isLockedUntil(end))
                    .ifPresent(end -> target.store().retain(row.key(), answer.namedVersion(), end));
            note(until.map(end -> answer.isLockedUntil(end) ? answer : answer.locked(end))
                    .orElse(answer));
        } catch (UnreadableObjectException e) {
            passOver(e);
        }
        source.progress().answered();
    }

    /** By the store's word of this one object. It is sent where it is not there. */
    private ObjectRow asked(ObjectRow row) throws IOException {
        Optional<StoredObject> there = target.store().find(row.key());
        StoredObject stored = there.isPresent() ? there.get() : sent(row);
        requireSame(row, stored);
        return ObjectRow.of(row.key(), row.length(), row.sha256()).answered(stored);
    }

    private synchronized void passOver(UnreadableObjectException e) {
        target.warnings().accept("an object is not copied: " + e.getMessage());
        if (!(e.getCause() instanceof Failure refused)) {
            worst = FailureKind.ARCHIVE_DAMAGED;
        } else if (worst != FailureKind.ARCHIVE_DAMAGED) {
            worst = refused.kind();
        }
    }

    /** The checksum is the store's own, of this version. What was just sent is asked for, too: not every store checks a PUT. */
    private void requireSame(ObjectRow row, StoredObject stored) throws IOException {
        boolean other = stored.length() != row.length()
                || target.store()
                        .checksum(row.key(), stored.version())
                        .filter(sum -> !sum.equals(row.sha256()))
                        .isPresent();
        if (other) {
            throw new UnreadableObjectException(
                    row.key().text(), "is in " + target.options().store() + " with other content");
        }
    }

    private StoredObject sent(ObjectRow row) throws IOException {
        Path bytes = fetched(row);
        try {
            // Another one, or an earlier try of the same call, may have put it.
            return sender.put(row.key(), bytes, row.length(), row.sha256(), until)
                    .or(() -> target.store().find(row.key()))
                    .orElseThrow(() -> new Failure(
                            FailureKind.STORE_FAILED,
                            "sending " + row.key() + " failed: it is not there after it was sent",
                            "Find out what else writes to the store or changes it. Then type the command again."));
        } finally {
            source.work().disk().delete(bytes);
        }
    }

    /** An object that the store refuses to give keeps no other one from being copied. What is wrong with the store does. */
    private Path fetched(ObjectRow row) throws IOException {
        try {
            return source.stored(row);
        } catch (Failure failure) {
            boolean isOfTheObject = failure.kind() == FailureKind.ARCHIVE_COLD
                    || (failure.kind() == FailureKind.STORE_FAILED && !failure.canPass());
            if (isOfTheObject) {
                throw new UnreadableObjectException(
                        row.key().text(), "cannot be had now: " + failure.getMessage(), failure);
            }
            throw failure;
        }
    }

    private synchronized void note(ObjectRow row) throws IOException {
        answers.add(row.line());
    }
}
