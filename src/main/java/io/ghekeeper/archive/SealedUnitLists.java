package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.ContentUnits;
import io.ghekeeper.seal.MtreeLine;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The units of a snapshot, by their lists: which of them the store has.
 *
 * @param byList lines {@code <sha256 of the list> <place in the seal> <path as a word>}
 * @param fresh lines {@code <place in the seal> <sha256 of the list>} of the lists that the state has not, each once
 * @param units in the seal
 * @param newUnits of these, whose list is not in the store
 * @param bytes of all files by their sizes
 */
record SealedUnitLists(Path byList, Path fresh, Instant sealedAt, long units, long newUnits, long entries, long bytes) {
    /** Of a place: so places are in order as words are. */
    static final int DIGITS = 10;

    private static final int PLACE_BEGIN = 65;

    /** Reads the seal's root, and no list. */
    static SealedUnitLists read(SealedContent content, KnownLines state, WorkFolder work, long budget)
            throws IOException {
        LineSorter sorter = new LineSorter(work, budget);
        long entries = 0;
        long bytes = 0;
        Instant sealedAt;
        try (ContentUnits units = content.units()) {
            sealedAt = units.sealedAt();
            for (Optional<ContentUnit> next = units.next(); next.isPresent(); next = units.next()) {
                ContentUnit unit = next.get();
                sorter.add(unit.list() + " " + digits(sorter.count()) + " " + MtreeLine.word(unit.path()));
                entries += unit.entries();
                bytes += unit.bytes();
            }
        }
        Path byList = sorter.sortedFile();
        LineSorter fresh = compare(byList, state, new LineSorter(work, budget));
        return new SealedUnitLists(byList, fresh.sortedFile(), sealedAt, sorter.count(), fresh.count(), entries, bytes);
    }

    /** A place as a word of as many digits as each other one. */
    static String digits(long number) {
        String digits = String.valueOf(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    private static LineSorter compare(Path byList, KnownLines state, LineSorter fresh) throws IOException {
        try (LineCursor units = new SortedLines(byList);
                LineCursor known = state.lines(StateTable.UNITS)) {
            String last = "";
            for (; !units.isAtEnd(); units.next()) {
                String list = units.key();
                known.skipTo(list);
                if (!known.isAt(list) && !list.equals(last)) {
                    fresh.add(units.peek().substring(PLACE_BEGIN, PLACE_BEGIN + DIGITS) + " " + list);
                }
                last = list;
            }
            known.drain();
        }
        return fresh;
    }

    /** The list in a line of {@link #fresh}. */
    static String list(String line) {
        return line.substring(DIGITS + 1);
    }

    /** What follows the list in a line of {@link #byList}: the place, and the path. */
    static String placeAndPath(String line) {
        return line.substring(PLACE_BEGIN);
    }
}
