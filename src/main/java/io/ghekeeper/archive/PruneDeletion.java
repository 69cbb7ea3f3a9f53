package io.ghekeeper.archive;

import io.ghekeeper.archive.LiveObjects.Roots;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Deletes candidates, several at the same time: content first, then the roots that needed it, and tombstones last. A root without its content would
 * count again where its tombstone is gone; so a kill at any moment leaves what the next run goes on with.
 */
final class PruneDeletion {
    /** So many refusals are no chance. */
    private static final int MOST_REFUSALS = 20;

    private final ObjectStore store;
    private Amount deleted = Amount.NONE;
    private long refused;
    private Optional<String> firstRefusal = Optional.empty();

    PruneDeletion(ObjectStore store) {
        this.store = store;
    }

    synchronized Amount deleted() {
        return deleted;
    }

    synchronized long refused() {
        return refused;
    }

    synchronized Optional<String> firstRefusal() {
        return firstRefusal;
    }

    /** Without versions, an object of the same key may have been put since: by its name alone it would go, too. */
    private boolean isOld(PruneCandidate one) {
        AtomicBoolean old = new AtomicBoolean();
        Instant bound = store.now().minus(PruneSurvey.LEAST_AGE);
        store.versions(
                one.key().text(),
                version -> old.compareAndSet(
                        false,
                        version.key().equals(one.key()) && !version.modified().isAfter(bound)));
        return old.get();
    }

    /**
     * Deletes them. What the store refuses stays, with the roots and tombstones; after many refusals it is asked no more.
     *
     * @param due lines of {@link PruneSurvey#candidates}
     * @param added what roots need that came since, of {@link LiveObjects#of}
     * @param now the roots as they are just before
     */
    void delete(Path due, Path added, Roots now) throws IOException, InterruptedException {
        try (PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            for (PruneName name : List.of(PruneName.CONTENT, PruneName.ROOT, PruneName.TOMBSTONE)) {
                submit(name, due, added, now, lanes);
                lanes.finish();
                if (refused() > 0) {
                    return;
                }
            }
        }
    }

    private void submit(PruneName name, Path due, Path added, Roots now, PackLanes lanes)
            throws IOException, InterruptedException {
        try (LineCursor lines = new SortedLines(due);
                LineCursor needed = new SortedLines(added)) {
            for (; !lines.isAtEnd() && refused() < MOST_REFUSALS; lines.next()) {
                needed.skipTo(lines.key());
                PruneCandidate one = PruneCandidate.parse(lines.peek());
                if (!needed.isAt(lines.key()) && PruneName.of(one.key()) == name && !isOfARoot(one, name, now)) {
                    lanes.submit(() -> delete(one));
                }
            }
        }
    }

    private static boolean isOfARoot(PruneCandidate one, PruneName name, Roots now) {
        return name == PruneName.TOMBSTONE && now.has(StoreRoots.tombstoned(one.key()));
    }

    private void delete(PruneCandidate one) {
        try {
            if (one.version().isEmpty() && !isOld(one)) {
                return;
            }
            store.delete(one.key(), one.version());
            count(one.bytes());
        } catch (Failure failure) {
            count(failure);
        }
    }

    private synchronized void count(long bytes) {
        deleted = deleted.plus(bytes);
    }

    private synchronized void count(Failure failure) {
        refused++;
        firstRefusal = firstRefusal.or(() -> Optional.of(failure.getMessage()));
    }
}
