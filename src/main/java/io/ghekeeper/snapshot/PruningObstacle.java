package io.ghekeeper.snapshot;

import java.util.Objects;

/**
 * One thing in the data directory for which backup-utils may not prune.
 *
 * @param what it is, with its name or path on one line
 * @param hint what to do, as a sentence
 */
public record PruningObstacle(String what, String hint) {
    public PruningObstacle {
        Objects.requireNonNull(what);
        Objects.requireNonNull(hint);
    }

    @Override
    public String toString() {
        return what;
    }
}
