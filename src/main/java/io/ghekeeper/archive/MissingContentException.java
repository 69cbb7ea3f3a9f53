package io.ghekeeper.archive;

import java.io.IOException;

/** Content that was sent, and of which nothing is known now: a part of the state was damaged meanwhile. */
final class MissingContentException extends IOException {
    private static final long serialVersionUID = 1;

    MissingContentException(String digest) {
        super("the archive's state does not have the content " + digest + ", which was sent");
    }
}
