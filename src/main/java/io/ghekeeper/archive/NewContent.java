package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.LineText;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The content of new units that the store lacks. Where each file is listed is sorted by digest, and merged with what the store
 * has. Most is there: only what is missing is looked up in the lists again. So each content is packed once, however many names
 * it has, and no table of all files is in memory.
 *
 * @param missing lines {@code <place of a unit> <place in its list> <parts>}, in the order of the seal
 * @param needs lines {@code <sha256 of a file> <parts> <place of a unit>}: who needs what is missing
 * @param packs lines {@code <place of a unit> <sha256 of a pack>}: what is there
 * @param files that are to be packed
 * @param bytes of these, or of their missing parts
 */
record NewContent(Path missing, Path needs, Path packs, long files, long bytes) {
    /** Reads the lists of the new units. */
    static NewContent find(
            SealedContent content,
            Path newUnits,
            KnownLines state,
            WorkFolder work,
            long budget,
            ArchiveProgress progress)
            throws IOException {
        LineSorter byDigest = new LineSorter(work, budget);
        ListedFiles files = new ListedFiles(byDigest);
        try (LineCursor units = new SortedLines(newUnits)) {
            for (; !units.isAtEnd(); units.next()) {
                progress.requireGoOn();
                try (ContentEntries entries = content.entries(SealedUnitLists.list(units.peek()))) {
                    for (; !entries.isAtEnd(); entries.next()) {
                        files.add(units.key(), entries.place(), entries.line());
                    }
                }
            }
        }
        return join(byDigest, state, work, budget);
    }

    /** Adds where files are listed: {@code <sha256 of a file> <place of a unit> <place in its list> <size>}. */
    static final class ListedFiles {
        private final LineSorter byDigest;
        private final LineText text = new LineText();

        ListedFiles(LineSorter byDigest) {
            this.byDigest = byDigest;
        }

        /** Adds an entry of a list, if it is a file. */
        void add(String unit, long place, String line) throws IOException {
            int digest = ContentEntries.digestBegin(line);
            if (digest > 0) {
                int size = ContentEntries.sizeBegin(line);
                text.clear();
                text.add(line, digest, line.length());
                text.add(' ');
                text.add(unit);
                text.add(' ');
                text.add(place, SealedUnitLists.DIGITS);
                text.add(' ');
                text.add(line, size, line.indexOf(' ', size));
                byDigest.add(text.bytes(), text.length());
            }
        }

        /** Adds a file of a list that was parsed. */
        void add(String unit, long place, String digest, long size) throws IOException {
            byDigest.add(digest + " " + unit + " " + SealedUnitLists.digits(place) + " " + size);
        }
    }

    /** Of all files, those that the state has not. */
    static NewContent join(LineSorter byDigest, KnownLines state, WorkFolder work, long budget) throws IOException {
        LineSorter missing = new LineSorter(work, budget);
        LineSorter packs = new LineSorter(work, budget);
        try (SortedLinesWriter needs = new SortedLinesWriter(work.disk(), work.file("needs"));
                LineCursor files = byDigest.sorted();
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            ContentJoin join = new ContentJoin(files, contents, missing, needs, packs);
            while (!files.isAtEnd()) {
                join.next();
            }
            contents.drain();
            return new NewContent(
                    missing.sortedFile(), needs.finish(), packs.sortedFile(), missing.count(), join.bytes);
        }
    }

    /**
     * Cuts what is missing into packs, unit by unit.
     *
     * @param newUnits as they were found
     */
    void cut(SealedContent content, Path newUnits, PackJobs jobs) throws IOException, InterruptedException {
        try (LineCursor units = new SortedLines(newUnits);
                LineCursor files = new SortedLines(missing)) {
            while (!files.isAtEnd()) {
                String unit = files.key();
                units.skipTo(unit);
                try (ContentEntries entries = content.entries(SealedUnitLists.list(units.peek()))) {
                    for (; files.isAt(unit); files.next()) {
                        String[] words = files.peek().split(" ", -1);
                        entries.skipTo(Long.parseLong(words[1]));
                        jobs.add(ContentEntries.parse(entries.line()), words[2]);
                    }
                }
            }
        }
        jobs.end();
    }

    /** Goes through all files, one digest at a time. */
    private static final class ContentJoin {
        private static final int UNIT = 65;
        private static final int PLACE = UNIT + SealedUnitLists.DIGITS + 1;
        private static final int SIZE = PLACE + SealedUnitLists.DIGITS + 1;

        private final LineCursor files;
        private final LineCursor contents;
        private final LineSorter missing;
        private final SortedLinesWriter needs;
        private final LineSorter packs;
        private long bytes;

        ContentJoin(
                LineCursor files, LineCursor contents, LineSorter missing, SortedLinesWriter needs, LineSorter packs) {
            this.files = files;
            this.contents = contents;
            this.missing = missing;
            this.needs = needs;
            this.packs = packs;
        }

        void next() throws IOException {
            String first = files.peek();
            String digest = files.key();
            long size = Long.parseLong(first, SIZE, first.length(), 10);
            contents.skipTo(digest);
            HeldParts held = HeldParts.read(digest, PackedPart.parts(size), contents);
            if (!held.isWhole()) {
                missing.add(first.substring(UNIT, SIZE) + held.missing());
                bytes += held.missingBytes(size);
            }
            String last = "";
            for (; files.isAt(digest); files.next()) {
                String unit = files.peek().substring(UNIT, PLACE - 1);
                if (!unit.equals(last)) {
                    need(digest, unit, held);
                }
                last = unit;
            }
        }

        private void need(String digest, String unit, HeldParts held) throws IOException {
            if (held.isWhole()) {
                held.addTo(packs, unit);
            } else {
                needs.write(digest + " " + held.parts() + " " + unit);
            }
        }
    }
}
