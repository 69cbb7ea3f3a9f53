package io.ghekeeper.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Which packs hold the content of each new unit: a join of what the units need with what the store has by now. */
final class UnitPacks {
    private UnitPacks() {}

    /**
     * Lines {@code <sha256 of a list> <sha256 of a pack>}; a unit without content has none.
     *
     * @throws MissingContentException when content of a unit is not in the store
     */
    static LineSorter join(NewContent content, ArchiveState state, WorkFolder work, long budget) throws IOException {
        LineSorter byList = new LineSorter(work, budget);
        try (LineCursor needs = new SortedLines(content.needs());
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            while (!needs.isAtEnd()) {
                join(needs, contents, byList);
            }
            contents.drain();
        }
        return byList;
    }

    private static void join(LineCursor needs, LineCursor contents, LineSorter byList) throws IOException {
        String digest = needs.key();
        int parts = Integer.parseInt(words(needs)[1]);
        contents.skipTo(digest);
        String[] packs = packs(digest, parts, contents);
        for (; needs.isAt(digest); needs.next()) {
            String list = words(needs)[2];
            for (String pack : packs) {
                byList.add(list + " " + pack);
            }
        }
    }

    private static String[] words(LineCursor needs) {
        return needs.peek().split(" ", -1);
    }

    /** Where several packs hold a part, the first one is taken. */
    private static String[] packs(String digest, int parts, LineCursor contents) throws IOException {
        String[] packs = new String[parts];
        int found = 0;
        for (; contents.isAt(digest); contents.next()) {
            ContentPart held = ContentPart.parse(contents.peek());
            if (held.parts() == parts && held.part() >= 1 && held.part() <= parts && packs[held.part() - 1] == null) {
                packs[held.part() - 1] = held.pack();
                found++;
            }
        }
        if (found < parts) {
            throw new MissingContentException(digest);
        }
        return packs;
    }
}
