package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Objects;

/** Something in a snapshot that cannot be read, or changed meanwhile; the cause shows why. */
final class UnreadableEntry extends Exception {
    private static final long serialVersionUID = 1;

    private final String path;
    private final IOException reason;

    /** @param path as {@link PathBytes} */
    @SuppressWarnings("MissingSummary")
    UnreadableEntry(String path, IOException reason) {
        super(path, reason);
        this.path = Objects.requireNonNull(path);
        this.reason = reason;
    }

    String path() {
        return path;
    }

    IOException reason() {
        return reason;
    }
}
