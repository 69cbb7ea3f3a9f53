package io.ghekeeper.archive;

import io.ghekeeper.archive.EarlierRoot.RootHold;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the store has what later roots name: each object with its length and etag, and those that earlier roots do not name by
 * their SHA-256. Each object is asked for once, however many roots name it, and several at the same time.
 */
final class LaterRootProof {
    private static final String THERE = " a";
    private static final String PROVEN = " b";
    private static final String LOST = " a";
    private static final String OTHER = " b";

    private final ObjectStore store;
    private final SentProof proof;
    private final LineSorter questions;
    private final LineSorter faults;
    private Optional<Path> found = Optional.empty();

    LaterRootProof(ObjectStore store, WorkFolder work) {
        this.store = store;
        this.proof = new SentProof(store, Optional.empty(), PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED);
        this.questions = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        this.faults = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    /**
     * Adds what a later root names.
     *
     * @param rows of {@link LaterRoot#rows}
     * @param before sorted lines that begin with the words of what an earlier one names: a length and an etag are no proof of others
     */
    void add(Path rows, Path before) throws IOException {
        try (LineCursor later = new SortedLines(rows);
                LineCursor earlier = new SortedLines(before)) {
            for (; !later.isAtEnd(); later.next()) {
                earlier.skipTo(later.key());
                questions.add(later.peek() + (earlier.isAt(later.key()) ? THERE : PROVEN));
            }
            earlier.drain();
        }
    }

    /** Asks the store. */
    void ask() throws IOException, InterruptedException {
        try (LineCursor lines = questions.sorted();
                PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            while (!lines.isAtEnd()) {
                String line = lines.take();
                String object = line.substring(0, line.length() - PROVEN.length());
                if (line.endsWith(PROVEN) || !(object + PROVEN).equals(lines.peek())) {
                    lanes.submit(() -> ask(object, line.endsWith(PROVEN)));
                }
            }
            lanes.finish();
        }
        found = Optional.of(faults.sortedFile());
    }

    private void ask(String object, boolean proven) throws IOException {
        ObjectRow row = ObjectRow.parse(object.substring(object.indexOf(' ') + 1));
        if (store.find(row.key(), row.namedVersion()).filter(row::agrees).isEmpty()) {
            fault(object + LOST);
        } else if (proven && !proof.holds(row)) {
            fault(object + OTHER);
        }
    }

    private synchronized void fault(String line) throws IOException {
        faults.add(line);
    }

    /** What the store lacks of a later root; nothing where it has all. To be asked for after {@link #ask}. */
    Optional<RootHold> fault(Path rows) throws IOException {
        try (LineCursor later = new SortedLines(rows);
                LineCursor lacks = new SortedLines(found.orElseThrow())) {
            for (; !lacks.isAtEnd(); lacks.next()) {
                String line = lacks.peek();
                String object = line.substring(0, line.length() - LOST.length());
                while (!later.isAtEnd() && later.peek().compareTo(object) < 0) {
                    later.next();
                }
                if (object.equals(later.peek())) {
                    return Optional.of(line.endsWith(LOST) ? RootHold.LACKING : RootHold.OTHER_BYTES);
                }
            }
            return Optional.empty();
        }
    }
}
