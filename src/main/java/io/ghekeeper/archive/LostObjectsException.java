package io.ghekeeper.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Objects that the state has, and the store has not, or has with other or damaged content. */
final class LostObjectsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path lost;
    private final boolean announced;

    /** @param lost lines of {@link StateTable#OBJECTS} */
    @SuppressWarnings("MissingSummary")
    LostObjectsException(Path lost, long count, String first) {
        this("the store lacks " + count + " objects, or they are damaged; the first is " + first, lost, false);
    }

    private LostObjectsException(String message, Path lost, boolean announced) {
        super(message);
        this.lost = lost;
        this.announced = announced;
    }

    /** They are there, and a prune run may delete them soon: they count as lost. */
    static LostObjectsException announced(Path lost, long count, String first) {
        return new LostObjectsException(
                "a prune run announced the deletion of " + count + " objects, the first is " + first, lost, true);
    }

    /** They are there, and a reading found damage that may be in any of them. */
    static LostObjectsException doubted(Path all, long count) {
        return new LostObjectsException(
                "a reading of all files found damage, and not in which of the " + count + " objects", all, false);
    }

    boolean announced() {
        return announced;
    }

    Path lost() {
        return lost;
    }
}
