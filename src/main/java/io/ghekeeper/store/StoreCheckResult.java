package io.ghekeeper.store;

import java.util.Locale;

/**
 * What was found of one thing that an archive wants of its store.
 *
 * @param name stable, as {@code default-retention}
 * @param promise whether the store keeps it
 * @param words what was found, without the name
 * @param hint what to do; empty where nothing is to be done
 */
public record StoreCheckResult(String name, StorePromise promise, StoreVerdict verdict, String words, String hint) {
    /** One whose verdict says whether the promise is kept. */
    StoreCheckResult(String name, StoreVerdict verdict, String words, String hint) {
        this(name, promise(verdict), verdict, words, hint);
    }

    private static StorePromise promise(StoreVerdict verdict) {
        return switch (verdict) {
            case PASSED -> StorePromise.KEPT;
            case IGNORED -> StorePromise.IGNORED;
            case WARNING, FAILED -> StorePromise.NOT_KEPT;
        };
    }

    /** The same, where the probe did not find out whether the promise is kept. */
    StoreCheckResult unknown() {
        return new StoreCheckResult(name, StorePromise.UNKNOWN, verdict, words, hint);
    }

    /** Whether a store does what it should. */
    public enum StorePromise {
        /** It was seen to do it. */
        KEPT,
        /** It was seen not to do it, and shows that. */
        NOT_KEPT,
        /** It takes the request, and does not do it. */
        IGNORED,
        /** It was not found out. */
        UNKNOWN;

        /** As tables and JSON have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

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
