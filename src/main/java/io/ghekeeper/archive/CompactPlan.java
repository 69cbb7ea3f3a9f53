package io.ghekeeper.archive;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What it takes to do without the packs of a store that are mostly dead.
 *
 * @param store its name, as people have it
 * @param packs that are rewritten
 * @param passedOver that are mostly dead, too, and stay
 * @param unjudged packs that stay because a snapshot needs them that is left out
 * @param unknown packs of which this volume does not know what they hold
 * @param fromVolume snapshots that get a further root from what is on the volume, the newest first
 * @param fromStore the same of those that are in the store only
 * @param leftOut snapshots whose packs stay, the newest first
 * @param files whose content is packed again
 * @param bytes of these, before they are compressed
 * @param newPacks that hold them, at least
 * @param furtherBytes of the manifests and roots that are written beside them, about
 * @param objects that are sent, about: packs, lists, manifests and roots
 * @param downloads packs that are downloaded, because their content is on no volume
 * @param downloadBytes of these
 */
public record CompactPlan(
        String store,
        List<DeadPack> packs,
        List<PassedPack> passedOver,
        long unjudged,
        long unknown,
        List<String> fromVolume,
        List<String> fromStore,
        List<LeftOutSnapshot> leftOut,
        long files,
        long bytes,
        long newPacks,
        long furtherBytes,
        long objects,
        long downloads,
        long downloadBytes) {
    public CompactPlan {
        packs = List.copyOf(packs);
        passedOver = List.copyOf(passedOver);
        fromVolume = List.copyOf(fromVolume);
        fromStore = List.copyOf(fromStore);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A pack that is mostly dead.
     *
     * @param bytes in the store
     * @param alive bytes of content that kept snapshots need, before it is compressed: so not less than what is alive
     */
    public record DeadPack(String key, long bytes, long alive) {
        /** What nothing needs of it, at least. */
        public long dead() {
            return Math.max(0, bytes - alive);
        }
    }

    /** Why a pack stays. */
    public enum StayReason {
        LOCKED,
        COLD,
        LOST
    }

    /**
     * One that stays.
     *
     * @param until its lock ends; nothing where that is not the reason
     */
    public record PassedPack(DeadPack pack, StayReason reason, Optional<Instant> until) {
        /** For people. */
        public String words() {
            return pack.key() + " stays, with " + ByteCount.words(pack.dead()) + " that are dead: "
                    + switch (reason) {
                        case LOCKED ->
                            "it is locked until " + until.map(Instant::toString).orElse("an unknown time");
                        case COLD -> "it is in a storage class that cannot be read at once";
                        case LOST -> "the store does not have it as its root says";
                    };
        }
    }

    /** Why the packs of a snapshot stay. */
    public enum LeftOutReason {
        UNREAD("its lists are in the store only; give --identity FILE"),
        UNREADABLE("it cannot be read in the store"),
        UNKNOWN_PACKS(
                "this volume does not know what all its packs hold; type: ghe-keeper archive attach --identity FILE"),
        DOUBTED("it is not known to be whole in the store; repair it, and type: ghe-keeper archive verify");

        private final String words;

        LeftOutReason(String words) {
            this.words = words;
        }
    }

    /**
     * A snapshot whose packs stay.
     *
     * @param detail as a clause; nothing where the reason says all
     */
    public record LeftOutSnapshot(String snapshot, LeftOutReason reason, Optional<String> detail) {
        public LeftOutSnapshot {
            detail = detail.map(PlainText::of);
        }

        /** For people. */
        public String words() {
            return snapshot + " keeps its packs: " + reason.words
                    + detail.map(more -> " (" + more + ")").orElse("");
        }
    }

    public boolean isEmpty() {
        return packs.isEmpty();
    }

    /** What the packs that are rewritten have in the store. */
    public long packBytes() {
        return packs.stream().mapToLong(DeadPack::bytes).sum();
    }

    /** How much less the store has when the old packs are gone, at least: new packs count as if they were not compressed. */
    public long gain() {
        return packBytes() - bytes - furtherBytes;
    }

    /** What nothing needs of them, at least. */
    public long deadBytes() {
        return packs.stream().mapToLong(DeadPack::dead).sum();
    }
}
