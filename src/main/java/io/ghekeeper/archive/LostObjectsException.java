package io.ghekeeper.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Objects that the state has, and the store has not, or has with other content. */
final class LostObjectsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path lost;
    private final long count;
    private final String first;

    /** @param lost lines of {@link StateTable#OBJECTS} */
    @SuppressWarnings("MissingSummary")
    LostObjectsException(Path lost, long count, String first) {
        super("the store lacks " + count + " objects, the first is " + first);
        this.lost = lost;
        this.count = count;
        this.first = first;
    }

    Path lost() {
        return lost;
    }

    long count() {
        return count;
    }

    String first() {
        return first;
    }
}
