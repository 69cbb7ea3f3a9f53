package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;

/** An object of the archive that is lost, is another one than the root says, or is not what this program writes. */
public sealed class UnreadableObjectException extends IOException permits UnfittingIdentityException {
    private static final long serialVersionUID = 1;

    private final String object;

    /**
     * One.
     *
     * @param object its key
     * @param why a clause that follows its key, without a name of a file of a snapshot
     */
    public UnreadableObjectException(String object, String why) {
        super("the object " + object + " of the archive " + why);
        this.object = object;
    }

    /** The same, with what was thrown before. */
    public UnreadableObjectException(String object, String why, Exception cause) {
        this(object, why);
        initCause(cause);
    }

    /** Its key. */
    public String object() {
        return object;
    }

    /** For who can do nothing without it. */
    public Failure failure(String snapshotId) {
        return new Failure(
                FailureKind.STORE_FAILED,
                getMessage(),
                "Find out what else changes the store. If " + snapshotId
                        + " is whole on the volume, send it again: ghe-keeper archive " + snapshotId + " --repair",
                this);
    }
}
