package io.ghekeeper.archive;

import io.ghekeeper.archive.Announcements.Announcement;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps an archive run from relying on objects that a prune run may delete. What is announced goes a day later at the
 * earliest, and not where a root names it then. So a run that looks, finds what it needs unannounced and there, and puts its
 * root within an hour loses nothing.
 */
final class PruneWatch {
    /** Far less than {@link PruneSurvey#LEAST_AGE}: a PUT may be tried again for some minutes. */
    static final Duration LOOK_HOLDS = Duration.ofHours(1);

    private final ObjectStore store;
    private final WorkFolder work;

    PruneWatch(ObjectStore store, WorkFolder work) {
        this.store = store;
        this.work = work;
    }

    /** Whether a prune run announced anything. */
    boolean isAnything() {
        return !new Announcements(store, work).all().isEmpty();
    }

    /** Whether what was seen then, by the store's clock, holds still. */
    boolean holds(Instant looked) {
        return !store.now().isAfter(looked.plus(LOOK_HOLDS));
    }

    /**
     * Requires that none of them is announced.
     *
     * @param rows lines of {@link StateTable#OBJECTS}; they are read to the end
     * @return when this was begun, by the store's clock
     * @throws LostObjectsException with those that are
     */
    Instant requireNone(LineCursor rows) throws IOException {
        Instant looked = store.now();
        List<Path> files = read();
        long count = 0;
        String first = "";
        Path lost;
        try (LineCursor announced = MergedLines.ofFiles(files);
                SortedLinesWriter found = new SortedLinesWriter(work.disk(), work.file("announced"))) {
            for (; !rows.isAtEnd(); rows.next()) {
                if (isAnnounced(ObjectRow.parse(rows.peek()), announced)) {
                    first = count == 0 ? rows.key() : first;
                    count++;
                    found.write(rows.peek());
                }
            }
            lost = found.finish();
        }
        if (count > 0) {
            throw LostObjectsException.announced(lost, count, first);
        }
        return looked;
    }

    private static boolean isAnnounced(ObjectRow row, LineCursor announced) throws IOException {
        String key = row.key().text();
        boolean found = false;
        announced.skipTo(key);
        for (; announced.isAt(key); announced.next()) {
            String version = announced.peek().substring(key.length() + 1);
            found |= version.equals(row.version())
                    || version.equals(ObjectRow.NONE)
                    || row.version().equals(ObjectRow.NONE);
        }
        return found;
    }

    private List<Path> read() throws IOException {
        Announcements announcements = new Announcements(store, work);
        List<Path> files = new ArrayList<>();
        for (Announcement one : announcements.all()) {
            try {
                files.add(announcements.read(one));
            } catch (DamagedLinesException e) {
                throw new Failure(
                        FailureKind.STORE_FAILED,
                        "which objects " + one.key() + " announces to be deleted cannot be read: it is damaged",
                        "The next prune run removes it: ghe-keeper archive prune",
                        e);
            } catch (Failure failure) {
                // A prune run takes one away when all in it is deleted: then the look at the objects finds that.
                if (announcements.all().contains(one)) {
                    throw failure;
                }
            }
        }
        return files;
    }
}
