package io.ghekeeper.archive;

import java.io.IOException;
import java.util.List;

/**
 * Where a unit is, as a line of {@link StateTable#UNITS}.
 *
 * @param list SHA-256 of its list
 * @param object the key of the object that holds the list
 * @param offset of the list among the object's bytes before encryption
 * @param length of it there
 * @param packs SHA-256 of each pack that holds content of it, in order
 */
record UnitPlace(String list, String object, long offset, long length, List<String> packs) {
    private static final int WORDS = 5;
    private static final String NONE = "-";

    UnitPlace {
        packs = List.copyOf(packs);
    }

    /** The same list, with its content in other packs. */
    UnitPlace in(List<String> others) {
        return new UnitPlace(list, object, offset, length, others);
    }

    String line() {
        return list + " " + object + " " + offset + " " + length + " "
                + (packs.isEmpty() ? NONE : String.join(",", packs));
    }

    static UnitPlace parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS) {
                String packs = words[WORDS - 1];
                return new UnitPlace(
                        words[0],
                        words[1],
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]),
                        packs.equals(NONE) ? List.of() : List.of(packs.split(",", -1)));
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IOException("a line of the archive's state names no unit");
    }
}
