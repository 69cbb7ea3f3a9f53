package io.ghekeeper.archive;

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
 * @param fresh the lists that the state has not, a line each
 * @param units in the seal
 * @param newUnits of these, whose list is not in the store
 * @param bytes of all files by their sizes
 */
record SealedUnitLists(Path byList, Path fresh, Instant sealedAt, long units, long newUnits, long entries, long bytes) {
    private static final int PLACE_DIGITS = 10;
    private static final int PLACE_BEGIN = 65;

    /** Reads the seal's root, and no list. */
    static SealedUnitLists read(SealedContent content, ArchiveState state, WorkFolder work, long budget)
            throws IOException {
        LineSorter sorter = new LineSorter(work, budget);
        long entries = 0;
        long bytes = 0;
        Instant sealedAt;
        try (ContentUnits units = content.units()) {
            sealedAt = units.sealedAt();
            for (Optional<ContentUnit> next = units.next(); next.isPresent(); next = units.next()) {
                ContentUnit unit = next.get();
                sorter.add(unit.list() + " " + place(sorter.count()) + " " + MtreeLine.word(unit.path()));
                entries += unit.entries();
                bytes += unit.bytes();
            }
        }
        Path byList = sorter.sortedFile();
        try (SortedLinesWriter fresh = new SortedLinesWriter(work.disk(), work.file("new-units"))) {
            compare(byList, state, fresh);
            long newUnits = fresh.count();
            return new SealedUnitLists(byList, fresh.finish(), sealedAt, sorter.count(), newUnits, entries, bytes);
        }
    }

    private static String place(long number) {
        String digits = String.valueOf(number);
        return "0".repeat(PLACE_DIGITS - digits.length()) + digits;
    }

    private static void compare(Path byList, ArchiveState state, SortedLinesWriter fresh) throws IOException {
        try (LineCursor units = new SortedLines(byList);
                LineCursor known = state.lines(StateTable.UNITS)) {
            String last = "";
            for (; !units.isAtEnd(); units.next()) {
                String list = units.key();
                known.skipTo(list);
                if (!known.isAt(list) && !list.equals(last)) {
                    fresh.write(list);
                }
                last = list;
            }
            known.drain();
        }
    }

    /** What follows the list in a line of {@link #byList}: the place, and the path. */
    static String placeAndPath(String line) {
        return line.substring(PLACE_BEGIN);
    }
}
