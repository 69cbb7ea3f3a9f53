package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the objects that a snapshot needs with the store's own word, and with what verifications found. A few are asked for one by one; for many, the store
 * is listed once, beside them.
 */
final class ReadBackCheck {
    private static final long MOST_QUESTIONS = 100;

    private final ObjectStore store;
    private final WorkFolder work;
    private final LookRecord looks;
    private final Set<String> damagedObjects;
    private final ArchiveProgress progress;

    /** @param damagedObjects names of those in which readings of all files found damage */
    @SuppressWarnings("MissingSummary")
    ReadBackCheck(
            ObjectStore store,
            WorkFolder work,
            LookRecord looks,
            Set<String> damagedObjects,
            ArchiveProgress progress) {
        this.store = store;
        this.work = work;
        this.looks = looks;
        this.damagedObjects = damagedObjects;
        this.progress = progress;
    }

    /** Whether a reading of all files found damage in a root itself. */
    boolean isDamaged(StoreRoot root) {
        return damagedObjects.contains(root.row().name());
    }

    /**
     * Compares them.
     *
     * @param rows lines of {@link StateTable#OBJECTS}
     * @param count of these
     * @throws LostObjectsException where one is not there, has another length or etag, or was found damaged
     */
    void require(Path rows, long count) throws IOException {
        try (LineCursor needed = new SortedLines(rows);
                Losses losses = new Losses()) {
            if (count <= MOST_QUESTIONS) {
                for (; !needed.isAtEnd(); needed.next()) {
                    progress.requireGoOn();
                    ObjectRow row = ObjectRow.parse(needed.peek());
                    losses.compare(row, store.find(row.key()));
                }
            } else {
                list(needed, losses);
            }
            losses.requireNone();
        }
    }

    /**
     * Compares them with what verifications and readings found, and asks the store for none: they were just seen there.
     *
     * @param rows lines of {@link StateTable#OBJECTS}
     * @throws LostObjectsException where one was found damaged
     */
    void requireUndoubted(Path rows) throws IOException {
        try (LineCursor needed = new SortedLines(rows);
                Losses losses = new Losses()) {
            for (; !needed.isAtEnd(); needed.next()) {
                losses.compare(ObjectRow.parse(needed.peek()), true);
            }
            losses.requireNone();
        }
    }

    private void list(LineCursor needed, Losses losses) throws IOException {
        try {
            store.list("", stored -> {
                progress.requireGoOn();
                try {
                    pass(needed, stored, losses);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (; !needed.isAtEnd(); needed.next()) {
            losses.compare(ObjectRow.parse(needed.peek()), Optional.empty());
        }
    }

    private static void pass(LineCursor needed, StoredObject stored, Losses losses) throws IOException {
        String key = stored.key().text();
        for (; !needed.isAtEnd() && needed.key().compareTo(key) < 0; needed.next()) {
            losses.compare(ObjectRow.parse(needed.peek()), Optional.empty());
        }
        if (needed.isAt(key)) {
            losses.compare(ObjectRow.parse(needed.take()), Optional.of(stored));
        }
    }

    /** What is not there, written down. */
    private final class Losses implements AutoCloseable {
        private final SortedLinesWriter lost = new SortedLinesWriter(work.disk(), work.file("lost"));
        private final LineCursor damaged = looks.doubts();
        private Optional<ObjectKey> first = Optional.empty();

        Losses() throws IOException {}

        void compare(ObjectRow row, Optional<StoredObject> stored) throws IOException {
            compare(row, stored.filter(row::agrees).isPresent());
        }

        void compare(ObjectRow row, boolean there) throws IOException {
            damaged.skipTo(row.name());
            if (!there || damaged.isAt(row.name()) || damagedObjects.contains(row.name())) {
                first = first.or(() -> Optional.of(row.key()));
                lost.write(row.line());
            }
        }

        void requireNone() throws IOException {
            long count = lost.count();
            Path file = lost.finish();
            if (first.isPresent()) {
                throw new LostObjectsException(file, count, first.get().text());
            }
        }

        @Override
        public void close() throws IOException {
            lost.close();
            damaged.close();
        }
    }
}
