package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of a run that takes up a store, copies it, or compacts it. */
public sealed interface StoreEvent extends RunEvent {
    /**
     * What a store holds was looked at by a keeper that knew nothing of it.
     *
     * @param newest of its snapshots
     * @param bytes of the objects
     * @param packs whose content is known now; nothing where it cannot be read
     * @param unreadable objects that could not be read: what they hold is sent again; nothing where no content can be read
     */
    record StoreAttached(
            String store,
            OptionalLong snapshots,
            Optional<String> newest,
            OptionalLong objects,
            OptionalLong bytes,
            OptionalLong packs,
            OptionalLong unreadable)
            implements StoreEvent {
        public StoreAttached {
            store = PlainText.of(store);
            newest = newest.map(PlainText::of);
        }

        static StoreAttached read(EventDetails details) {
            return new StoreAttached(
                    details.text("store"),
                    details.number("snapshots"),
                    details.find("newest"),
                    details.number("objects"),
                    details.number("bytes"),
                    details.number("packs"),
                    details.number("unreadable"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("store", store)
                    .with("snapshots", snapshots)
                    .with("newest", newest)
                    .with("objects", objects)
                    .with("bytes", bytes)
                    .with("packs", packs)
                    .with("unreadable", unreadable)
                    .map();
        }

        @Override
        public LogLine line() {
            String found = "attached to " + store + ": " + Counts.of(snapshots.orElse(0), "snapshot")
                    + newest.map(id -> ", the newest " + id).orElse("") + "; "
                    + Counts.of(objects.orElse(0), "object") + " with " + ByteCount.words(bytes.orElse(0));
            if (packs.isEmpty()) {
                return LogLine.warning(found
                        + "; its content cannot be read without an identity: the next archive run begins again"
                        + " with whole packs");
            }
            String known = found + "; the content of " + Counts.of(packs.getAsLong(), "pack")
                    + " is known, and is not sent again";
            return unreadable.orElse(0) == 0
                    ? LogLine.info(known)
                    : LogLine.warning(known + "; " + Counts.of(unreadable.getAsLong(), "object")
                            + " could not be read, and what they hold is sent again");
        }
    }

    /**
     * A snapshot is whole in another store, too.
     *
     * @param store the other one
     * @param objects that it needs there
     * @param bytes of these
     * @param sent how many objects the run had sent up to then
     * @param root which of its roots there has them: 1 is the first
     */
    record SnapshotCopied(
            String snapshot,
            String store,
            OptionalLong root,
            OptionalLong objects,
            OptionalLong bytes,
            OptionalLong sent)
            implements StoreEvent {
        public SnapshotCopied {
            snapshot = PlainText.of(snapshot);
            store = PlainText.of(store);
        }

        static SnapshotCopied read(EventDetails details) {
            return new SnapshotCopied(
                    details.text("snapshot"),
                    details.text("store"),
                    details.number("root"),
                    details.number("objects"),
                    details.number("bytes"),
                    details.number("sent"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("store", store)
                    .with("root", root)
                    .with("objects", objects)
                    .with("bytes", bytes)
                    .with("sent", sent)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("copied " + snapshot + " to " + store + ", root " + root.orElse(0) + ": "
                    + Counts.of(objects.orElse(0), "object") + " with " + ByteCount.words(bytes.orElse(0))
                    + " are there; "
                    + Counts.of(sent.orElse(0), "object") + " sent by this run up to now");
        }
    }

    /**
     * A snapshot does without packs that are mostly dead.
     *
     * @param root which of its roots names the new ones
     */
    record SnapshotCompacted(String snapshot, OptionalLong root) implements StoreEvent {
        public SnapshotCompacted {
            snapshot = PlainText.of(snapshot);
        }

        static SnapshotCompacted read(EventDetails details) {
            return new SnapshotCompacted(details.text("snapshot"), details.number("root"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("root", root)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("compacted " + snapshot + ": its root " + root.orElse(0) + " names new packs");
        }
    }

    /**
     * Packs that were mostly dead are needed by no snapshot any more.
     *
     * @param packs that are not needed
     * @param bytes of these
     * @param snapshots that got a further root
     * @param objects that were sent
     * @param sent bytes of these
     */
    record StoreCompacted(
            String store,
            OptionalLong packs,
            OptionalLong bytes,
            OptionalLong snapshots,
            OptionalLong objects,
            OptionalLong sent)
            implements StoreEvent {
        public StoreCompacted {
            store = PlainText.of(store);
        }

        static StoreCompacted read(EventDetails details) {
            return new StoreCompacted(
                    details.text("store"),
                    details.number("packs"),
                    details.number("bytes"),
                    details.number("snapshots"),
                    details.number("objects"),
                    details.number("sent"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("store", store)
                    .with("packs", packs)
                    .with("bytes", bytes)
                    .with("snapshots", snapshots)
                    .with("objects", objects)
                    .with("sent", sent)
                    .map();
        }

        @Override
        public LogLine line() {
            if (packs.orElse(0) == 0) {
                return LogLine.info("nothing to compact in " + store);
            }
            return LogLine.info("compacted " + store + ": " + Counts.of(packs.getAsLong(), "pack") + " with "
                    + ByteCount.words(bytes.orElse(0)) + " needed no more, "
                    + Counts.of(snapshots.orElse(0), "snapshot") + " with a further root, "
                    + Counts.of(objects.orElse(0), "object") + " with " + ByteCount.words(sent.orElse(0))
                    + " sent; archive prune --superseded deletes the packs");
        }
    }
}
