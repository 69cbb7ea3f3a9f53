package io.ghekeeper.seal;

/** Why a pass over the units of all snapshots is made. */
enum PassKind {
    /** Reads a share, and the files that came since their units were read. */
    TICK,
    /** Reads units at random, which proves no snapshot. */
    SAMPLE,
    /** Reads all, however much of a snapshot differs. */
    ALL;

    private static final long MOST_DIFFERENCES = 1000;

    /** With more differences a snapshot is not read on. */
    long mostDifferences() {
        return this == ALL ? Long.MAX_VALUE : MOST_DIFFERENCES;
    }
}
