package io.ghekeeper.engine;

import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Objects;

/**
 * Content that the engine itself reported as skipped, missing or not found in a run that ended with 0.
 *
 * @param words the warning as the engine printed it, without its time and level; no control characters
 * @param names the first objects that it named, such as {@code a/nw/ac/23/7d/100000021}
 * @param count how many objects it named
 * @param digest of all names in their order: equal findings have equal digests
 */
public record Finding(String words, List<String> names, long count, String digest) {
    private static final int LONGEST = 300;

    public Finding {
        Objects.requireNonNull(words);
        names = List.copyOf(names);
        Objects.requireNonNull(digest);
    }

    /** For people: {@code the engine reported "One or more ... were not found": a/nw/1, a/nw/2 and 3 more}. */
    public String sentence() {
        String named = names.isEmpty() ? "" : ": " + String.join(", ", names);
        long more = count - names.size();
        return "the engine reported \"" + words + "\"" + named + (more > 0 ? " and " + more + " more" : "");
    }

    /** Text of the engine's, fit to be shown in one line. */
    public static String plain(String text) {
        String plain = PlainText.of(text);
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
