package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.text.ByteCount;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A root of a snapshot that has a later one.
 *
 * @param later that takes its place, or that would
 * @param released bytes that it names, and that the later one does not; nothing where the two were not compared
 * @param hold why it counts still; nothing where it does not
 */
public record EarlierRoot(ObjectKey root, ObjectKey later, OptionalLong released, Optional<RootHold> hold) {
    public EarlierRoot {
        Objects.requireNonNull(root);
        Objects.requireNonNull(later);
        Objects.requireNonNull(released);
        Objects.requireNonNull(hold);
    }

    /** Why an earlier root counts still. */
    public enum RootHold {
        NOT_ASKED("it goes with --superseded only"),
        YOUNG("the later one is younger than a day"),
        HIDDEN("a delete marker or another version hides the later one"),
        DAMAGED("one of the two cannot be read"),
        STRANGE("the later one is not as an archive writes it"),
        OTHER_CONTENT("the later one is of other content, or of another seal"),
        MOST_GOES("more than half of its packs or of its lists would go, which --allow-remove-most allows"),
        LACKING("the store lacks an object that the later one names"),
        OTHER_BYTES("the store has other bytes of an object that the later one names");

        private final String words;

        RootHold(String words) {
            this.words = words;
        }
    }

    /** Whether what only it needs goes, where that is asked for. */
    public boolean isSuperseded() {
        return hold.isEmpty() || isHeld(RootHold.NOT_ASKED);
    }

    boolean isHeld(RootHold by) {
        return hold.equals(Optional.of(by));
    }

    EarlierRoot with(Optional<RootHold> found) {
        return new EarlierRoot(root, later, released, found);
    }

    /** For people, as a clause. */
    public String words() {
        String bytes =
                released.isPresent() ? ", with " + ByteCount.words(released.getAsLong()) + " that only it names" : "";
        return isSuperseded()
                ? root + " is superseded by " + later + bytes
                : root + " stays beside " + later + bytes + ": "
                        + hold.map(why -> why.words).orElse("");
    }
}
