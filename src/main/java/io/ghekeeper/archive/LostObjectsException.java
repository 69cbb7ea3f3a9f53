package io.ghekeeper.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Objects that the state has, and the store has not, or has with other content. */
final class LostObjectsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path lost;
    private final long count;
    private final String first;
    private final boolean announced;

    /** @param lost lines of {@link StateTable#OBJECTS} */
    @SuppressWarnings("MissingSummary")
    LostObjectsException(Path lost, long count, String first) {
        this("the store lacks " + count + " objects, the first is " + first, lost, count, first, false);
    }

    private LostObjectsException(String message, Path lost, long count, String first, boolean announced) {
        super(message);
        this.lost = lost;
        this.count = count;
        this.first = first;
        this.announced = announced;
    }

    /** They are there, and a prune run may delete them soon: they count as lost. */
    static LostObjectsException announced(Path lost, long count, String first) {
        return new LostObjectsException(
                "a prune run announced the deletion of " + count + " objects, the first is " + first,
                lost,
                count,
                first,
                true);
    }

    boolean announced() {
        return announced;
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
