package io.ghekeeper.archive;

import java.io.IOException;
import java.util.Arrays;

/**
 * A file with a part of a table, sorted.
 *
 * @param lines how many it has
 */
record StateSegment(StateTable table, long number, long lines) {
    private static final int WORDS = 3;

    /** The name of its file. */
    String name() {
        return table.word() + "." + number + ".zst";
    }

    String line() {
        return table.word() + " " + number + " " + lines;
    }

    static StateSegment parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS) {
                StateTable table = Arrays.stream(StateTable.values())
                        .filter(each -> each.word().equals(words[0]))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new);
                return new StateSegment(table, Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw new IOException("names no part of the state");
    }
}
