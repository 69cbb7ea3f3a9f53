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
 * Copies the objects of some snapshots, each once, and notes how the other store has them. What is there with the right length
 * and checksum is not sent again. One that cannot be read is a warning: the snapshots that need it get no root.
 */
final class CopiedObjects {
    /** Packs first: a list is of no use without them. */
    private static final List<String> ORDER = List.of(PackBuilder.FOLDER + "/", "units/", "manifests/");

    private final ArchiveSetting target;
    private final ObjectReader source;
    private final FileSender sender;
    private final LineSorter answers;
    private Optional<Instant> until;
    private FailureKind worst = FailureKind.STORE_FAILED;
    private Path file;

    CopiedObjects(ArchiveSetting target, ObjectReader source, FileSender sender) {
        this.target = target;
        this.source = source;
        this.sender = sender;
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
                LineCursor rows = new SortedLines(needed)) {
            for (String last = ""; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (row.key().text().startsWith(folder) && !row.key().text().equals(last)) {
                    lanes.submit(() -> copy(row));
                }
                last = row.key().text();
            }
            lanes.finish();
        }
    }

    private void copy(ObjectRow row) throws IOException {
        try {
            Optional<StoredObject> there = there(row);
            StoredObject stored = there.isPresent() ? there.get() : sent(row);
            ObjectRow answer =
                    ObjectRow.of(row.key(), row.length(), row.sha256()).answered(stored);
            until.filter(end -> !answer.isLockedUntil(end))
                    .ifPresent(end -> target.store().retain(row.key(), answer.namedVersion(), end));
            note(until.map(answer::locked).orElse(answer));
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

    /** What the other store has of this name, which must be the same. */
    private Optional<StoredObject> there(ObjectRow row) throws IOException {
        Optional<StoredObject> there = target.store().find(row.key());
        if (there.isPresent()) {
            Optional<String> sum =
                    target.store().checksum(row.key(), there.get().version());
            if (there.get().length() != row.length()
                    || sum.filter(one -> !one.equals(row.sha256())).isPresent()) {
                throw new UnreadableObjectException(
                        row.key().text(), "is in " + target.options().store() + " with other content");
            }
        }
        return there;
    }

    private StoredObject sent(ObjectRow row) throws IOException {
        Path bytes = fetched(row);
        try {
            Optional<StoredObject> put = sender.put(row.key(), bytes, row.length(), row.sha256(), until);
            // Another one, or an earlier try of the same call, may have put it.
            return put.isPresent()
                    ? put.get()
                    : there(row)
                            .orElseThrow(
                                    () -> new Failure(
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
