package io.ghekeeper.seal;

import io.ghekeeper.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Something in a snapshot that is not as its seal says.
 *
 * @param path below the snapshot, for people: clean, and not always a name that leads there
 * @param detail what was found, as a clause
 */
public record Difference(String path, DifferenceKind kind, String detail) {
    /** What differs. The words never change. */
    public enum DifferenceKind {
        CONTENT("content"),
        MISSING("missing"),
        ADDITIONAL("additional"),
        TYPE("type"),
        MODE("mode"),
        UNREADABLE("unreadable");

        private final String word;

        DifferenceKind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Difference {
        Objects.requireNonNull(path);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }

    /** @param path as {@link PathBytes} */
    @SuppressWarnings("MissingSummary")
    static Difference of(String path, DifferenceKind kind, String detail) {
        return new Difference(shown(path), kind, detail);
    }

    /** A path, as {@link PathBytes}, for people: clean, and not always a name that leads there. */
    public static String shown(String path) {
        return PlainText.of(new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** In one line. */
    public String words() {
        return path + ": " + detail;
    }
}
