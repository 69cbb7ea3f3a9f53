package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.util.List;

/** Which packs hold the content of each new unit: those that were there, and those that hold by now what was missing. */
final class UnitPacks {
    private UnitPacks() {}

    /**
     * Lines {@code <place of a unit> <sha256 of a pack>}; a unit without content has none.
     *
     * @throws MissingContentException when content of a unit is not in the store
     */
    static LineCursor join(NewContent content, KnownLines state, WorkFolder work, long budget) throws IOException {
        LineSorter added = new LineSorter(work, budget);
        try (LineCursor needs = new SortedLines(content.needs());
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            while (!needs.isAtEnd()) {
                join(needs, contents, added);
            }
            contents.drain();
        }
        return MergedLines.ofFiles(List.of(content.packs(), added.sortedFile()));
    }

    private static void join(LineCursor needs, LineCursor contents, LineSorter added) throws IOException {
        String digest = needs.key();
        contents.skipTo(digest);
        HeldParts held = HeldParts.read(digest, Integer.parseInt(words(needs)[1]), contents);
        if (!held.isWhole()) {
            throw new MissingContentException(digest);
        }
        for (; needs.isAt(digest); needs.next()) {
            held.addTo(added, words(needs)[2]);
        }
    }

    private static String[] words(LineCursor needs) {
        return needs.peek().split(" ", -1);
    }
}
