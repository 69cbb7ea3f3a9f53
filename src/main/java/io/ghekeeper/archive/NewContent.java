package io.ghekeeper.archive;

import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The content of new units that the store lacks. Their entries are sorted by digest, and merged with what the store has;
 * what is missing is sorted by path again. So each content is packed once, however many names it has, and no table of all
 * files is in memory.
 *
 * @param jobs lines of lists, each followed by which parts of the file are missing, in the order of paths
 * @param needs lines {@code <sha256 of a file> <parts> <sha256 of a list>}: what each new unit needs
 * @param files that are to be packed
 * @param bytes of these, or of their missing parts
 */
record NewContent(Path jobs, Path needs, long files, long bytes) {
    /** Separates a line of a list from the parts: no word of such a line begins so. */
    private static final String MISSING = " missing=";

    /** Reads the lists of the new units. */
    static NewContent find(
            SealedContent content,
            Path newUnits,
            ArchiveState state,
            WorkFolder work,
            long budget,
            ArchiveProgress progress)
            throws IOException {
        LineSorter byDigest = new LineSorter(work, budget);
        try (LineCursor lists = new SortedLines(newUnits)) {
            for (; !lists.isAtEnd(); lists.next()) {
                progress.requireGoOn();
                addFiles(content, lists.peek(), byDigest);
            }
        }
        return join(byDigest, state, work, budget);
    }

    /** Of all files, those that the state has not. */
    static NewContent join(LineSorter byDigest, ArchiveState state, WorkFolder work, long budget) throws IOException {
        LineSorter byPath = new LineSorter(work, budget);
        try (SortedLinesWriter needs = new SortedLinesWriter(work.disk(), work.file("needs"));
                LineCursor files = byDigest.sorted();
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            ContentJoin join = new ContentJoin(files, contents, byPath, needs);
            while (!files.isAtEnd()) {
                join.next();
            }
            contents.drain();
            return new NewContent(byPath.sortedFile(), needs.finish(), byPath.count(), join.bytes);
        }
    }

    private static void addFiles(SealedContent content, String list, LineSorter byDigest) throws IOException {
        try (ContentEntries entries = content.entries(list)) {
            for (; !entries.isAtEnd(); entries.next()) {
                add(list, entries.line(), byDigest);
            }
        }
    }

    /** Adds an entry of a list, if it is a file. */
    static void add(String list, String line, LineSorter byDigest) throws IOException {
        String digest = ContentEntries.digest(line).orElse("");
        if (!digest.isEmpty()) {
            byDigest.add(digest + " " + list + " " + line);
        }
    }

    /** The line of a list in a line of {@link #jobs}. */
    static String entry(String job) {
        return job.substring(0, job.indexOf(MISSING));
    }

    /** Which parts are missing, as {@code 1-1} or {@code 2-2,5-7}. */
    static String missing(String job) {
        return job.substring(job.indexOf(MISSING) + MISSING.length());
    }

    /** Goes through all files, one digest at a time. */
    private static final class ContentJoin {
        private static final int LIST = 65;
        private static final int ENTRY = LIST + 65;

        private final LineCursor files;
        private final LineCursor contents;
        private final LineSorter byPath;
        private final SortedLinesWriter needs;
        private long bytes;

        ContentJoin(LineCursor files, LineCursor contents, LineSorter byPath, SortedLinesWriter needs) {
            this.files = files;
            this.contents = contents;
            this.byPath = byPath;
            this.needs = needs;
        }

        void next() throws IOException {
            String digest = files.key();
            String entry = files.peek().substring(ENTRY);
            long size = ContentEntries.size(entry);
            int parts = ContentPart.parts(size);
            contents.skipTo(digest);
            BitSet missing = missing(digest, parts);
            if (!missing.isEmpty()) {
                byPath.add(entry + MISSING + ranges(missing));
                bytes += length(missing, parts, size);
            }
            String last = "";
            for (; files.isAt(digest); files.next()) {
                String list = files.peek().substring(LIST, ENTRY - 1);
                if (!list.equals(last)) {
                    needs.write(digest + " " + parts + " " + list);
                }
                last = list;
            }
        }

        private BitSet missing(String digest, int parts) throws IOException {
            BitSet missing = new BitSet();
            missing.set(1, parts + 1);
            for (; contents.isAt(digest); contents.next()) {
                ContentPart held = ContentPart.parse(contents.peek());
                if (held.parts() == parts) {
                    missing.clear(held.part());
                }
            }
            return missing;
        }

        private static String ranges(BitSet parts) {
            StringBuilder text = new StringBuilder();
            for (int begin = parts.nextSetBit(0); begin >= 0; ) {
                int end = parts.nextClearBit(begin);
                text.append(text.length() == 0 ? "" : ",").append(begin).append('-').append(end - 1);
                begin = parts.nextSetBit(end);
            }
            return text.toString();
        }

        private static long length(BitSet missing, int parts, long size) {
            long whole = ContentPart.PART * missing.cardinality();
            return missing.get(parts) ? whole - (ContentPart.PART * parts - size) : whole;
        }
    }
}
