package io.ghekeeper.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of an engine's output that speak of an error: not many, none long, and fit to be shown. */
final class TroubleLines {
    private static final int MOST = 40;
    private static final int LONGEST = 400;

    private final Deque<String> lines = new ArrayDeque<>();

    void add(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", " ").strip();
        lines.addLast(printable.length() > LONGEST ? printable.substring(0, LONGEST) : printable);
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    void clear() {
        lines.clear();
    }

    /** The oldest first. */
    List<String> all() {
        return List.copyOf(lines);
    }
}
