package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreCopy.CopyItem;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
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
    private final Optional<Instant> until;
    private final LineSorter answers;
    private Path file;

    CopiedObjects(ArchiveSetting target, ObjectReader source, FileSender sender) {
        this.target = target;
        this.source = source;
        this.sender = sender;
        this.until = target.locks().until(); // as of now: a first copy may take days
        this.answers = new LineSorter(source.work(), ArchiveSetting.SORTED_IN_MEMORY);
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
        try (PackLanes lanes = new PackLanes(target.options().lanes(), source.progress());
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
            target.warnings().accept("an object is not copied: " + e.getMessage());
        }
        source.progress().answered();
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
        Path bytes = source.stored(row);
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

    private synchronized void note(ObjectRow row) throws IOException {
        answers.add(row.line());
    }
}
