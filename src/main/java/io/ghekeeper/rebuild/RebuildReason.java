package io.ghekeeper.rebuild;

import io.ghekeeper.text.PlainText;
import java.util.Locale;
import java.util.Objects;

/**
 * Why a data directory has to be filled from the store.
 *
 * @param detail as a clause
 */
public record RebuildReason(DirectoryState state, String detail) {
    public RebuildReason {
        Objects.requireNonNull(state);
        detail = PlainText.of(detail);
    }

    /** What it is, and why, as the end of a sentence on the directory. */
    public String words() {
        return state.name().toLowerCase(Locale.ROOT) + ": " + detail;
    }

    /** What is wrong with it. */
    public enum DirectoryState {
        /** There is no such directory. */
        NEW,
        /** It has nothing that an engine reads. */
        EMPTY,
        /** It has no snapshot that an engine could go on with. */
        BROKEN,
        /** The store has a newer snapshot than the newest good one of it. */
        STALE,
        /** Its newest snapshot is not what was sealed. */
        DAMAGED,
        /** A backup can go on with it; some of the snapshots that it is to have are not good there. */
        PARTIAL
    }
}
