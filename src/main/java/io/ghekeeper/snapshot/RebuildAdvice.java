package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * That the data directory has to be filled from the archive, as the supervisor saw it; or that this could not be seen.
 *
 * @param at when it was seen
 * @param state in small letters, as {@code empty}; {@link #UNKNOWN} where it could not be seen
 * @param detail as a clause
 */
public record RebuildAdvice(Instant at, String state, String detail) {
    /** The state of a directory where the store, or the directory, could not be read. */
    public static final String UNKNOWN = "unknown";

    public RebuildAdvice {
        Objects.requireNonNull(at);
        state = PlainText.of(state).toLowerCase(Locale.ROOT);
        detail = PlainText.of(detail);
    }

    /** Whether it is known that the directory has to be filled. */
    public boolean isNeeded() {
        return !state.equals(UNKNOWN);
    }

    /** What was seen, as a clause. */
    public String words() {
        return isNeeded()
                ? "the data directory is " + state + ": " + detail
                : "it is not known whether the data directory has to be filled from the archive: " + detail;
    }

    /** What a person does, in a sentence or two. */
    public String hint() {
        return isNeeded()
                ? "Fill it from the archive: ghe-keeper rebuild. Without that, the next backup copies from the appliance all that"
                        + " is missing."
                : "Look at it: ghe-keeper rebuild --plan";
    }
}
