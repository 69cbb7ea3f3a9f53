package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.PlainText;
import java.util.Map;
import java.util.OptionalLong;

/** An event of a retention run. */
public sealed interface RetentionEvent extends RunEvent {
    /**
     * A snapshot was deleted.
     *
     * @param why the plan's reasons, as clauses
     * @param bytes of content that no other snapshot holds; nothing where that is unknown
     */
    record SnapshotDeleted(String snapshot, String why, OptionalLong bytes) implements RetentionEvent {
        public SnapshotDeleted {
            snapshot = PlainText.of(snapshot);
            why = PlainText.of(why);
        }

        static SnapshotDeleted read(EventDetails details) {
            return new SnapshotDeleted(details.text("snapshot"), details.text("why"), details.number("bytes"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("why", why)
                    .with("bytes", bytes)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("deleted: " + snapshot + " ("
                    + (bytes.isPresent() ? ByteCount.words(bytes.getAsLong()) : "size unknown") + "): " + why);
        }
    }

    /** A snapshot could not be deleted, or not wholly. */
    record DeletionFailed(String snapshot, String why) implements RetentionEvent {
        public DeletionFailed {
            snapshot = PlainText.of(snapshot);
            why = PlainText.of(why);
        }

        static DeletionFailed read(EventDetails details) {
            return new DeletionFailed(details.text("snapshot"), details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("not deleted: " + why);
        }
    }

    /** A snapshot was to be deleted when the run began, and is kept. */
    record SnapshotSpared(String snapshot, String why) implements RetentionEvent {
        public SnapshotSpared {
            snapshot = PlainText.of(snapshot);
            why = PlainText.of(why);
        }

        static SnapshotSpared read(EventDetails details) {
            return new SnapshotSpared(details.text("snapshot"), details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.info("kept after all: " + snapshot + ": " + why);
        }
    }

    /**
     * A tombstone was written for a snapshot in the store: what only it needs may be deleted there.
     *
     * @param why the plan's reasons, as clauses
     */
    record SnapshotGivenUp(String snapshot, String store, String why) implements RetentionEvent {
        public SnapshotGivenUp {
            snapshot = PlainText.of(snapshot);
            store = PlainText.of(store);
            why = PlainText.of(why);
        }

        static SnapshotGivenUp read(EventDetails details) {
            return new SnapshotGivenUp(details.text("snapshot"), details.text("store"), details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "store", store, "why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.info("given up in " + store + ": " + snapshot + ": " + why);
        }
    }

    /** Nothing may be deleted now. */
    record PlanHalted(String why) implements RetentionEvent {
        public PlanHalted {
            why = PlainText.of(why);
        }

        static PlanHalted read(EventDetails details) {
            return new PlanHalted(details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("nothing may be deleted now: " + why);
        }
    }
}
