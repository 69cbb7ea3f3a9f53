package io.ghekeeper.seal;

import java.io.IOException;

/** A list of damaged files that none of ours wrote so; the message follows its name. */
final class UnreadableDamageList extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableDamageList(Throwable cause) {
        super("has a line that is no damaged file", cause);
    }
}
