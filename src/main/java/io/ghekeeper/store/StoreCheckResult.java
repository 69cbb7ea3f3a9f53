package io.ghekeeper.store;

/**
 * What was found of one thing that an archive wants of its store.
 *
 * @param name stable, as {@code default-retention}
 * @param words what was found, without the name
 * @param hint what to do; empty where nothing is to be done
 */
public record StoreCheckResult(String name, StoreVerdict verdict, String words, String hint) {
    /** What it means for an archive. */
    public enum StoreVerdict {
        PASSED,
        /** An archive is right, and less protected than it could be. */
        WARNING,
        /** The store says nothing and does not do it. An archive is right without it. */
        IGNORED,
        /** An archive must not begin. */
        FAILED
    }
}
