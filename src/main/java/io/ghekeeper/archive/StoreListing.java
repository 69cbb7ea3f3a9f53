package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One listing of a store's versions, beside what is needed. Whom it does not confirm, the store is asked for. */
final class StoreListing {
    private final LineCursor needed;
    private final ListedObjects listener;
    private final ArchiveProgress progress;
    private Group group;

    /** What the list shows where a needed object should be. */
    enum Shown {
        /** It is there, as its root has it, and nothing else hides it or lies over it. */
        CONFIRMED,
        /** What is there may be something else. */
        COVERED,
        /** There is nothing, or a delete marker. */
        NOTHING
    }

    /** Takes each needed object, in the order of keys. */
    interface ListedObjects {
        void object(NeededObject object, Shown shown) throws IOException;
    }

    private StoreListing(LineCursor needed, ListedObjects listener, ArchiveProgress progress) {
        this.needed = needed;
        this.listener = listener;
        this.progress = progress;
    }

    /** @param file lines of {@link NeededObject} */
    @SuppressWarnings("MissingSummary")
    static void compare(Path file, ObjectStore store, ListedObjects listener, ArchiveProgress progress)
            throws IOException {
        try (LineCursor needed = new SortedLines(file)) {
            StoreListing listing = new StoreListing(needed, listener, progress);
            store.versions("", listing::pass);
            listing.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void pass(StoredVersion listed) {
        progress.requireGoOn();
        progress.answered();
        try {
            if (group != null && !group.key.equals(listed.key())) {
                group.report();
                group = null;
            }
            if (group == null && !begin(listed.key())) {
                return;
            }
            group.pass(listed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean begin(ObjectKey key) throws IOException {
        while (!needed.isAtEnd()) {
            NeededObject next = NeededObject.parse(needed.peek());
            int order = next.row().key().text().compareTo(key.text());
            if (order > 0) {
                break;
            }
            if (order == 0) {
                group = new Group(key);
                group.fill();
                return true;
            }
            listener.object(next, Shown.NOTHING);
            needed.next();
        }
        return false;
    }

    private void end() throws IOException {
        if (group != null) {
            group.report();
        }
        while (!needed.isAtEnd()) {
            listener.object(NeededObject.parse(needed.take()), Shown.NOTHING);
        }
    }

    /** The versions of one key that are needed. They are as few as there are roots. */
    private final class Group {
        private final ObjectKey key;
        private final List<NeededObject> objects = new ArrayList<>();
        private final Set<NeededObject> confirmed = new HashSet<>();
        private Optional<StoredVersion> latest = Optional.empty();

        Group(ObjectKey key) {
            this.key = key;
        }

        void fill() throws IOException {
            while (!needed.isAtEnd()) {
                NeededObject next = NeededObject.parse(needed.peek());
                if (!next.row().key().equals(key)) {
                    return;
                }
                objects.add(next);
                needed.next();
            }
        }

        void pass(StoredVersion listed) {
            if (listed.latest()) {
                latest = Optional.of(listed);
            }
            if (!listed.deleteMarker()) {
                for (NeededObject object : objects) {
                    if (object.row().namedVersion().equals(listed.version())
                            && object.row().agrees(answer(listed))
                            && isUncovered(listed)) {
                        confirmed.add(object);
                    }
                }
            }
        }

        /** A PUT whose answer was lost can leave the same content twice. */
        private boolean isUncovered(StoredVersion listed) {
            return latest.filter(top -> !top.deleteMarker()
                            && (listed.latest()
                                    || (top.length() == listed.length()
                                            && top.etag().isPresent()
                                            && top.etag().equals(listed.etag()))))
                    .isPresent();
        }

        private StoredObject answer(StoredVersion listed) {
            return new StoredObject(key, listed.length(), listed.version(), listed.etag(), Optional.empty());
        }

        void report() throws IOException {
            boolean visible = latest.filter(top -> !top.deleteMarker()).isPresent();
            for (NeededObject object : objects) {
                Shown other = visible ? Shown.COVERED : Shown.NOTHING;
                listener.object(object, confirmed.contains(object) ? Shown.CONFIRMED : other);
            }
        }
    }
}
