package io.ghekeeper.archive;

import io.ghekeeper.archive.ObjectQuestions.Answer;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Looks at each needed object by the list, and asks the store for some of them. */
final class ObjectLooks {
    /** The store is asked for each object so often, besides the list: for its checksum and its lock. */
    private static final Duration ASKED = Duration.ofDays(7);

    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    private final LookRecord record;
    private final long now;
    private final boolean all;
    private final ObjectQuestions questions;
    private final ArchiveProgress progress;
    private final LineSorter looks;
    private final LineSorter candidates;
    private long objects;
    private long bytes;

    /** @param all whether the store is asked for each */
    @SuppressWarnings("MissingSummary")
    ObjectLooks(
            LookRecord record,
            WorkFolder work,
            Instant now,
            boolean all,
            ObjectQuestions questions,
            ArchiveProgress progress) {
        this.record = record;
        this.now = now.getEpochSecond();
        this.all = all;
        this.questions = questions;
        this.progress = progress;
        this.looks = new LineSorter(work, BUDGET);
        this.candidates = new LineSorter(work, BUDGET);
    }

    /** How many are needed. */
    long objects() {
        return objects;
    }

    /** Of all that are needed. */
    long bytes() {
        return bytes;
    }

    /** For {@link ObjectReadings}; once. */
    Path candidates() throws IOException {
        return candidates.sortedFile();
    }

    /** Does it, and records that. */
    void look(ObjectStore store, Path needed, PackLanes lanes) throws IOException, InterruptedException {
        try (LineCursor known = record.looks();
                LineCursor doubts = record.doubts()) {
            StoreListing.compare(
                    needed,
                    store,
                    (object, shown) -> pass(object, shown == StoreListing.Shown.CONFIRMED, known, doubts, lanes),
                    progress);
            lanes.finish();
        }
        try (LineCursor sorted = looks.sorted()) {
            record.replaceLooks(sorted);
        }
    }

    private void pass(NeededObject object, boolean listed, LineCursor known, LineCursor doubts, PackLanes lanes)
            throws IOException {
        objects++;
        bytes += object.row().length();
        known.skipTo(object.name());
        doubts.skipTo(object.name());
        boolean doubted = doubts.isAt(object.name());
        ObjectLook look =
                known.isAt(object.name()) ? ObjectLook.parse(known.peek()) : new ObjectLook(object.name(), now, 0, 0);
        if (listed && !all && !doubted && look.asked() > now - ASKED.toSeconds()) {
            there(object, look, false);
            return;
        }
        try {
            lanes.submit(() -> {
                Answer answer = questions.ask(object, listed);
                progress.answered();
                if (answer != Answer.GONE) {
                    long asked = answer == Answer.FINE ? now : 0;
                    there(object, new ObjectLook(look.name(), look.seen(), asked, look.read()), doubted);
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("asking the store was interrupted"));
        }
    }

    /** A doubted one is read first. Of a root there is no checksum; each run reads it whole. */
    private synchronized void there(NeededObject object, ObjectLook look, boolean doubted) throws IOException {
        looks.add(look.line());
        if (!object.row().sha256().equals(ObjectRow.NONE)) {
            candidates.add(ObjectReadings.line(doubted ? 0 : look.basis(), object));
        }
    }
}
