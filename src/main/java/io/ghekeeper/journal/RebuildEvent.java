package io.ghekeeper.journal;

import io.ghekeeper.text.PlainText;
import java.util.Locale;
import java.util.Map;

/** An event of a rebuild. */
public sealed interface RebuildEvent extends RunEvent {
    /**
     * The run knows why it fills the data directory.
     *
     * @param state of the directory, in small letters, as {@code empty}
     * @param why as a clause
     */
    record RebuildBegun(String state, String why) implements RebuildEvent {
        public RebuildBegun {
            state = PlainText.of(state).toLowerCase(Locale.ROOT);
            why = PlainText.of(why);
        }

        static RebuildBegun read(EventDetails details) {
            return new RebuildBegun(details.text("state"), details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("state", state, "why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("the data directory is " + state + ": " + why);
        }
    }

    /**
     * What was in the data directory made room for a fetched snapshot. It is deleted by hand.
     *
     * @param folder its new name there
     */
    record SnapshotPutAside(String snapshot, String folder) implements RebuildEvent {
        public SnapshotPutAside {
            snapshot = PlainText.of(snapshot);
            folder = PlainText.of(folder);
        }

        static SnapshotPutAside read(EventDetails details) {
            return new SnapshotPutAside(details.text("snapshot"), details.text("folder"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "folder", folder);
        }

        @Override
        public LogLine line() {
            return LogLine.warning(
                    snapshot + " was put aside as " + folder + "; delete it when it is not needed any more");
        }
    }
}
