package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version of an object that roots name, as a line whose first word is {@link ObjectRow#name}: lines come in the order of
 * keys, as stores list them.
 *
 * @param row without its lock
 * @param roots by their places in the list of all roots
 */
record NeededObject(ObjectRow row, List<Integer> roots) {
    private static final int WORDS = 5;

    NeededObject {
        roots = List.copyOf(roots);
    }

    /** What names it: {@code <key>!<version>}. */
    String name() {
        return row.name();
    }

    /** All but its roots. Two roots that say the same of an object share it. */
    private String facts() {
        return name() + " " + row.length() + " " + row.etag() + " " + row.sha256();
    }

    /** {@code <key>!<version> <length> <etag> <sha256> <root>,...}. */
    String line() {
        return facts() + " " + roots.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    boolean isSameAs(NeededObject other) {
        return facts().equals(other.facts());
    }

    static NeededObject parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        int between = words[0].indexOf(ObjectRow.BETWEEN);
        try {
            if (words.length == WORDS && between > 0) {
                return new NeededObject(
                        new ObjectRow(
                                new ObjectKey(words[0].substring(0, between)),
                                Long.parseLong(words[1]),
                                words[WORDS - 2],
                                words[0].substring(between + 1),
                                words[2],
                                0),
                        Arrays.stream(words[WORDS - 1].split(",", -1))
                                .map(Integer::valueOf)
                                .toList());
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw new IOException("a line of a verification names no object");
    }
}
