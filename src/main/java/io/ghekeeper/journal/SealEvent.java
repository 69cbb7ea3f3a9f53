package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import java.util.Map;
import java.util.OptionalLong;

/** An event of a seal. */
public sealed interface SealEvent extends RunEvent {
    /**
     * A deep check ended.
     *
     * @param checked a file by its name, or {@code repositories}
     * @param outcome as {@code passed}, {@code failed} or {@code unknown}
     * @param found in words; empty where there is nothing to say
     */
    record ContentChecked(String checked, String outcome, String found) implements SealEvent {
        private static final String FAILED = "failed";

        public ContentChecked {
            checked = PlainText.of(checked);
            outcome = PlainText.of(outcome);
            found = PlainText.of(found);
        }

        static ContentChecked read(EventDetails details) {
            return new ContentChecked(details.text("checked"), details.text("outcome"), details.text("found"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("checked", checked)
                    .with("outcome", outcome)
                    .with("found", found)
                    .map();
        }

        @Override
        public LogLine line() {
            String line = "checked: " + checked + ", " + outcome + (found.isEmpty() ? "" : ": " + found);
            return outcome.equals(FAILED) ? LogLine.warning(line) : LogLine.info(line);
        }
    }

    /**
     * The seal of the snapshot is on disk.
     *
     * @param entries files, folders, links and the like
     * @param bytes of content
     * @param bytesRead content that was read; an earlier seal says what the rest contains
     * @param units lists of which the seal consists
     * @param newUnits lists that no earlier seal has
     */
    record SnapshotSealed(
            OptionalLong entries, OptionalLong bytes, OptionalLong bytesRead, OptionalLong units, OptionalLong newUnits)
            implements SealEvent {
        static SnapshotSealed read(EventDetails details) {
            return new SnapshotSealed(
                    details.number("entries"),
                    details.number("bytes"),
                    details.number("bytes-read"),
                    details.number("units"),
                    details.number("new-units"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("entries", entries)
                    .with("bytes", bytes)
                    .with("bytes-read", bytesRead)
                    .with("units", units)
                    .with("new-units", newUnits)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("sealed: " + words());
        }

        /** What was sealed, for people. */
        public String words() {
            return entries.orElse(0) + " entries with " + size(bytes) + ", of which " + size(bytesRead) + " were read"
                    + (units.isPresent()
                            ? "; " + newUnits.orElse(0) + " of " + Counts.of(units.getAsLong(), "list") + " are new"
                            : "");
        }

        private static String size(OptionalLong bytes) {
            return ByteCount.words(bytes.orElse(0));
        }
    }
}
