package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import java.util.Map;

/** An event of a verification. */
public sealed interface VerifyEvent extends RunEvent {
    /**
     * A snapshot was read, and is as it was when it was sealed.
     *
     * @param files whose content was read
     * @param bytes of these
     */
    record SnapshotVerified(String snapshot, long files, long bytes) implements VerifyEvent {
        public SnapshotVerified {
            snapshot = PlainText.of(snapshot);
        }

        static SnapshotVerified read(EventDetails details) {
            return new SnapshotVerified(
                    details.text("snapshot"),
                    details.number("files").orElse(0),
                    details.number("bytes").orElse(0));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("files", files)
                    .with("bytes", bytes)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("verified: " + snapshot + ", " + Counts.of(files, "file") + " with "
                    + ByteCount.words(bytes) + ", equal to its seal");
        }
    }

    /**
     * Parts of all snapshots were read.
     *
     * @param units that were read, or whose names were compared
     * @param files whose content was read, each once
     * @param bytes of these
     * @param snapshots of which every unit was read since they were sealed, and none differs
     */
    record UnitsVerified(long units, long files, long bytes, long snapshots) implements VerifyEvent {
        static UnitsVerified read(EventDetails details) {
            return new UnitsVerified(
                    details.number("units").orElse(0),
                    details.number("files").orElse(0),
                    details.number("bytes").orElse(0),
                    details.number("snapshots").orElse(0));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("units", units)
                    .with("files", files)
                    .with("bytes", bytes)
                    .with("snapshots", snapshots)
                    .map();
        }

        @Override
        public LogLine line() {
            String whole = snapshots == 0
                    ? ""
                    : "; " + (snapshots == 1 ? "1 snapshot is" : snapshots + " snapshots are") + " verified";
            return LogLine.info("read: " + Counts.of(units, "unit") + ", " + Counts.of(files, "file") + " with "
                    + ByteCount.words(bytes) + whole);
        }
    }

    /**
     * A snapshot is not as it was when it was sealed.
     *
     * @param found how many differences there are
     * @param first the first of them, in words
     */
    record DamageFound(String snapshot, long found, String first) implements VerifyEvent {
        public DamageFound {
            snapshot = PlainText.of(snapshot);
            first = PlainText.of(first);
        }

        static DamageFound read(EventDetails details) {
            return new DamageFound(
                    details.text("snapshot"), details.number("found").orElse(0), details.text("first"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("found", found)
                    .with("first", first)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.warning(
                    "damaged: " + snapshot + ", " + Counts.of(found, "difference") + " from its seal; " + first);
        }
    }

    /**
     * Another snapshot has the same damaged files.
     *
     * @param files how many
     */
    record DamageShared(String snapshot, long files) implements VerifyEvent {
        public DamageShared {
            snapshot = PlainText.of(snapshot);
        }

        static DamageShared read(EventDetails details) {
            return new DamageShared(
                    details.text("snapshot"), details.number("files").orElse(0));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("files", files)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.warning("damaged: " + snapshot + " too: it shares " + Counts.of(files, "damaged file"));
        }
    }
}
