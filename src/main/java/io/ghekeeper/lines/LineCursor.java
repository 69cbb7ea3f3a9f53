package io.ghekeeper.lines;

import java.io.IOException;

/** A place among lines that are sorted by their bytes. Each line is ASCII, and its first word is its key. */
public interface LineCursor extends AutoCloseable {
    /** The line at this place; null at the end. */
    String peek();

    /** Goes to the next line. */
    void next() throws IOException;

    @Override
    void close() throws IOException;

    /** Whether no line is left. */
    default boolean isAtEnd() {
        return peek() == null;
    }

    /** Takes the line at this place, and goes on. */
    default String take() throws IOException {
        String line = peek();
        next();
        return line;
    }

    /** The key of the line at this place. */
    default String key() {
        return word(peek());
    }

    /** Whether there is a line here, and this is its key. */
    default boolean isAt(String key) {
        String line = peek();
        return line != null
                && line.startsWith(key)
                && (line.length() == key.length() || line.charAt(key.length()) == ' ');
    }

    /** Goes to the first line whose key is not less than this one, from here on. */
    default void skipTo(String key) throws IOException {
        while (!isAtEnd() && key().compareTo(key) < 0) {
            next();
        }
    }

    /** Reads to the end. Only then is it known that no line was damaged: see {@link SortedLines}. */
    default void drain() throws IOException {
        while (!isAtEnd()) {
            next();
        }
    }

    private static String word(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }
}
