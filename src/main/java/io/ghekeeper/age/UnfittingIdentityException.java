package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;

/** An object that is encrypted for other recipients, as those that {@code archive.recipients} had in an earlier year. */
public final class UnfittingIdentityException extends UnreadableObjectException {
    private static final long serialVersionUID = 1;

    /** @param object its key */
    @SuppressWarnings("MissingSummary")
    UnfittingIdentityException(String object, Exception cause) {
        super(object, "cannot be decrypted: none of the identities fits", cause);
    }

    /** For a reading that could decrypt nothing at all: the cause is the identity, not this object. */
    public Failure failure() {
        return new Failure(
                FailureKind.ENCRYPTION_FAILED,
                "cannot decrypt " + object() + ": none of the identities fits",
                "Give the identity of a recipient that archive.recipients had when it was archived: the escrow's, for one."
                        + " One file may hold several identities, a line for each.",
                this);
    }
}
